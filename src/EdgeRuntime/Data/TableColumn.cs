using System.Collections.Generic;

namespace EdgeRuntime.Data;

/// <summary>One column of a table that a network takes in.</summary>
/// <param name="Name">Its name in the heading; empty where the table has none, and the column is found by its place.</param>
/// <param name="Encoding">How it becomes numbers.</param>
/// <param name="Categories">The texts that it may hold, sorted; empty for numbers.</param>
internal sealed record TableColumn(string Name, ColumnEncoding Encoding, IReadOnlyList<string> Categories)
{
    /// <summary>How many features it gives: one, or one a text.</summary>
    public int Width => Encoding == ColumnEncoding.OneHot ? Categories.Count : 1;
}
