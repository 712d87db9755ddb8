namespace EdgeRuntime.Kernels;

/// <summary>How a tile walks along K.</summary>
internal interface IWalk
{
    /// <summary>Each element of a row has its own offset, rather than each run.</summary>
    static abstract bool IsIndexed { get; }

    /// <summary>The next panel is asked for while this one is read.</summary>
    static abstract bool Prefetches { get; }
}

/// <summary>Along runs of contiguous elements.</summary>
internal readonly struct RunWalk : IWalk
{
    public static bool IsIndexed => false;

    public static bool Prefetches => false;
}

/// <summary>Along runs, where the panels come from beyond L2: [49, 160] x [160, 960] of MobileNetV2 takes 164 us instead of 175 (Zen 3).</summary>
internal readonly struct FarWalk : IWalk
{
    public static bool IsIndexed => false;

    public static bool Prefetches => true;
}

/// <summary>Element by element, where runs would be too short.</summary>
internal readonly struct IndexWalk : IWalk
{
    public static bool IsIndexed => true;

    public static bool Prefetches => false;
}

/// <summary>What all tiles of one product share; a tile reads it once, before its loops.</summary>
internal unsafe struct TileArgs
{
    /// <summary>Starts of the runs of a row (of its elements, where indexed), in floats from the row's address.</summary>
    public int* Offsets;

    /// <summary>K is <see cref="Runs"/> times <see cref="RunLength"/>.</summary>
    public int Runs;

    public int RunLength;

    /// <summary>Floats from one panel to the next.</summary>
    public nint PanelStride;

    /// <summary>Added before the clamp; laid out as C. Null for none.</summary>
    public float* Residual;

    /// <summary>The address of C that <see cref="Residual"/> belongs to.</summary>
    public float* ResidualOf;

    public float Low;

    public float High;

    /// <summary>One run of <paramref name="k"/> elements; <paramref name="zero"/> points to a 0.</summary>
    public static TileArgs Contiguous(int k, int* zero, float* c, Epilogue epilogue) => new()
    {
        Offsets = zero,
        Runs = 1,
        RunLength = k,
        PanelStride = Panels.Stride(k),
        Residual = epilogue.Residual,
        ResidualOf = c,
        Low = epilogue.Low,
        High = epilogue.High,
    };
}

/// <summary>
/// Where the rows of a block start, in floats from the addresses of A and C. Both lists go on for <see cref="Slack"/> entries
/// past the count that repeat the last source, so that a tile never asks how many rows it has before it computes.
/// </summary>
internal unsafe struct TileRows
{
    /// <summary>Rows of a block: a multiple of all row tiles.</summary>
    public const int Capacity = 4 * 24;

    public const int Slack = 8;

    /// <summary>Integers that two lists take.</summary>
    public const int Integers = 2 * (Capacity + Slack);

    public int* Source;

    public int* Target;

    public int Count;

    public TileRows(int* memory)
    {
        Source = memory;
        Target = memory + Capacity + Slack;
    }

    public readonly int Free => Capacity - Count;

    /// <summary>Adds rows that lie a fixed step apart.</summary>
    public void Add(nint source, nint sourceStep, nint target, nint targetStep, int count)
    {
        // Locals: the lists may alias this struct as far as the compiler can tell.
        int* to = Source + Count;
        Count += count;
        for (; count != 0; count--, to++, source += sourceStep, target += targetStep)
        {
            to[0] = (int)source;
            to[Capacity + Slack] = (int)target;
        }
    }

    /// <summary>Repeats the last row.</summary>
    public readonly void Close()
    {
        for (int i = Count; i < Count + Slack; i++)
            Source[i] = Source[Count - 1];
    }

    /// <summary>The rows from <paramref name="first"/> on.</summary>
    public readonly TileRows From(int first) => this with { Source = Source + first, Target = Target + first, Count = Count - first };

    public readonly TileRows Take(int count) => this with { Count = count };
}
