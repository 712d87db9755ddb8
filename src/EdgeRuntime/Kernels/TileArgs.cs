namespace EdgeRuntime.Kernels;

/// <summary>What all tiles of one product share; a tile reads it once, before its loops.</summary>
internal unsafe struct TileArgs
{
    /// <summary>Floats between two rows of A.</summary>
    public nint RowStep;

    /// <summary>Starts of the runs of a row, in floats from the row's address. K is <see cref="Runs"/> times <see cref="RunLength"/>.</summary>
    public int* Offsets;

    public int Runs;

    public int RunLength;

    /// <summary>Floats from one panel to the next.</summary>
    public nint PanelStride;

    /// <summary>Floats between two rows of C.</summary>
    public nint Ldc;

    /// <summary>Added before the clamp; laid out as C. Null for none.</summary>
    public float* Residual;

    /// <summary>The address of C that <see cref="Residual"/> belongs to.</summary>
    public float* ResidualOf;

    public float Low;

    public float High;
}
