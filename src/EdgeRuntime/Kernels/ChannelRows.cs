namespace EdgeRuntime.Kernels;

/// <summary>x [Outer, Rows, Channels] with statistics over the rows, and over each group of neighbouring channels.</summary>
internal readonly record struct ChannelRows(int Outer, int Rows, int Channels, int Group)
{
    private const int Line = 16;
    private const int ChunkElements = 8192;

    /// <summary>Groups of one outer index.</summary>
    public int Groups => Channels / Group;

    /// <summary>Elements that one mean is taken of.</summary>
    public float Population => (float)Rows * Group;

    /// <summary>Channels of one unit of a reduction: whole groups, at least a cache line.</summary>
    public int Block => Group * (Group < Line ? (Line + Group - 1) / Group : 1);

    /// <summary>Units of one outer index of a reduction.</summary>
    public int Blocks => (Channels + Block - 1) / Block;

    /// <summary>Rows of one unit of what is done to each element.</summary>
    public int Chunk => Channels is 0 or >= ChunkElements ? 1 : ChunkElements / Channels;

    /// <summary>Units of one outer index of what is done to each element.</summary>
    public int Chunks => (Rows + Chunk - 1) / Chunk;

    public long Count => (long)Outer * Rows * Channels;
}
