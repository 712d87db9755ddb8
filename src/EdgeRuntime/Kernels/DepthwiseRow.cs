namespace EdgeRuntime.Kernels;

/// <summary>One output row of a depthwise convolution: what its pixels share.</summary>
internal unsafe struct DepthwiseRow
{
    public int Channels;

    /// <summary>Floats from a tap to the next along W, H and D.</summary>
    public nint ColumnStep;

    public nint RowStep;

    /// <summary>Floats from the first tap row that is inside to the next one, and from each row after that on: not the same where a ring ends.</summary>
    public nint FirstRowStep;

    public nint NextRowStep;

    /// <summary>Rows of the ring that input rows lie in, by their index; all rows of an image where there is none.</summary>
    public int Ring;

    public nint PlaneStep;

    /// <summary>Floats from what one output reads to what the next one reads.</summary>
    public nint PixelStep;

    public nint OutPixel;

    /// <summary>Floats from the weights of one tap row (or plane) to the next.</summary>
    public nint WeightRow;

    public nint WeightPlane;

    public float* Bias;

    /// <summary>The first tap row that is inside the image, at column 0, and its weights.</summary>
    public float* Source;

    public float* Weights;

    /// <summary>Tap planes and rows that are inside.</summary>
    public int Planes;

    public int Rows;

    public bool Add;

    public nint Residual;

    public float Low;

    public float High;

    /// <summary>Binds to output row (oz, oy) of an image.</summary>
    public void SetRows(ConvShape* s, int oz, int oy, float* image, float* weights)
    {
        int iz = Clip(s->D, oz, out int firstZ, out Planes), iy = Clip(s->H, oy, out int firstY, out Rows);
        int slot = iy % Ring, second = (iy + s->H.Step) % Ring, third = (iy + (2 * s->H.Step)) % Ring;
        FirstRowStep = (second - slot) * s->InRow;
        NextRowStep = (third - second) * s->InRow;
        Source = image + (iz * s->InPlane) + (slot * s->InRow);
        Weights = weights + (firstZ * WeightPlane) + (firstY * WeightRow);
    }

    /// <summary>The input index of the first tap inside, that tap, and how many taps are inside.</summary>
    private static int Clip(in ConvAxis axis, int o, out int first, out int count)
    {
        int start = (o * axis.Stride) + axis.First;
        first = start >= 0 ? 0 : (-start + axis.Step - 1) / axis.Step;
        int room = axis.In - 1 - start, last = room < 0 ? 0 : (room / axis.Step) + 1;
        if (last > axis.Taps)
            last = axis.Taps;
        count = last > first ? last - first : 0;
        return count == 0 ? 0 : start + (first * axis.Step);
    }
}
