namespace EdgeRuntime.Kernels;

/// <summary>An output pixel of a convolution that moves on along (batch, D, H, W).</summary>
internal unsafe struct PixelCursor
{
    public int Image;

    public int Z;

    public int Y;

    public int X;

    public PixelCursor(ConvShape* s, int pixel)
    {
        int row = pixel / s->W.Out, plane = row / s->H.Out;
        X = pixel - (row * s->W.Out);
        Y = row - (plane * s->H.Out);
        Image = plane / s->D.Out;
        Z = plane - (Image * s->D.Out);
    }

    /// <summary>Floats from the start of the output.</summary>
    public readonly nint Address(ConvShape* s) => (Image * s->OutImage) + (Z * s->OutPlane) + (Y * s->OutRow) + (X * s->OutPixel);

    /// <summary>Floats from the start of the input to the first tap of an inside pixel.</summary>
    public readonly nint Source(ConvShape* s)
    {
        int iz = (Z * s->D.Stride) + s->D.First, iy = (Y * s->H.Stride) + s->H.First, ix = (X * s->W.Stride) + s->W.First;
        return (Image * s->InImage) + (iz * s->InPlane) + (iy * s->InRow) + ((nint)ix * s->InPixel);
    }

    /// <summary>Moves on by <paramref name="pixels"/>.</summary>
    public void Advance(ConvShape* s, int pixels)
    {
        for (X += pixels; X >= s->W.Out;)
        {
            X -= s->W.Out;
            if (++Y < s->H.Out)
                continue;
            Y = 0;
            if (++Z < s->D.Out)
                continue;
            Z = 0;
            Image++;
        }
    }
}
