using System;

namespace EdgeRuntime.Kernels;

/// <summary>One convolution of a chain, with its packed weights; its shape is that of one image.</summary>
internal unsafe struct ChainedConv
{
    public ConvShape Shape;

    /// <summary>Whether it is a matrix product.</summary>
    public bool IsPointwise;

    public float* Packed;

    public Epilogue Epilogue;
}

/// <summary>What <see cref="SeparableF32"/> runs, and the memory that it takes.</summary>
internal struct SeparableChain
{
    /// <summary>Rows between the convolutions that stay in L2 beside the weights.</summary>
    private const int StripBytes = 224 * 1024;

    /// <summary>Whether there is a convolution before the depthwise one.</summary>
    public bool Expands;

    public ChainedConv Expand;

    public ChainedConv Depthwise;

    /// <summary>A matrix product.</summary>
    public ChainedConv Project;

    /// <summary>Output rows that are made at a time.</summary>
    public int StripRows;

    /// <summary>Strips of an image.</summary>
    public readonly int Strips => (Depthwise.Shape.H.Out + StripRows - 1) / StripRows;

    /// <summary>Rows of the ring that the depthwise convolution reads: those under a strip.</summary>
    public readonly int RingRows
    {
        get
        {
            ConvAxis h = Depthwise.Shape.H;
            return (int)Math.Min(h.In, ((StripRows - 1L) * h.Stride) + ((h.Taps - 1L) * h.Step) + 1);
        }
    }

    public readonly long RingBytes => Expands ? Align(RingRows * Depthwise.Shape.InRow * sizeof(float)) : 0;

    /// <summary>What the depthwise convolution makes of a strip.</summary>
    public readonly long StripOutputBytes => Align(StripRows * Depthwise.Shape.OutRow * sizeof(float));

    /// <summary>Bytes that each worker needs.</summary>
    public readonly long ScratchBytes => RingBytes + StripOutputBytes + (Expands && !Expand.IsPointwise ? ConvF32.ScratchBytes(Expand.Shape) : 0);

    /// <summary>Makes strips of as many rows as let what lies between stay in the cache, at least of one.</summary>
    public void ChooseStrips()
    {
        StripRows = 1;
        for (int rows = 2; rows <= Depthwise.Shape.H.Out; rows++)
        {
            SeparableChain longer = this with { StripRows = rows };
            if (longer.RingBytes + longer.StripOutputBytes > StripBytes)
                break;
            StripRows = rows;
        }
    }

    private static long Align(long bytes) => (bytes + 63) & ~63L;
}
