namespace EdgeRuntime.Data;

/// <summary>How a column of a table becomes numbers.</summary>
public enum ColumnEncoding
{
    /// <summary>It holds numbers; text in it is an error.</summary>
    Number,

    /// <summary>A feature a text: 1 for the text that is there, 0 for all others.</summary>
    OneHot,

    /// <summary>The place of the text in the sorted list of all texts of the column, from 0.</summary>
    Label,
}
