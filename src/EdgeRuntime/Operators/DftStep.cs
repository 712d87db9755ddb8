using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary>What a <see cref="DftStep{S, V}"/> reads, and how.</summary>
internal unsafe struct DftArgs
{
    public float* X, Table, Y;
    public int Length, Given, Kept; // elements that are transformed, read, written
    public int Inner; // lines beside each other: elements of a line are that far apart
    public int XParts, YParts; // 1 real, 2 complex
    public int XLine; // elements of x's axis
    public float Scale;
    public bool Conjugate, Hermitian, Doubled, Real;
}

/// <summary>Transforms of lines; a unit is a line.</summary>
internal sealed unsafe class DftStep<S, V> : Step
    where S : struct, ISimd<V>
    where V : struct
{
    private readonly DftArgs args;
    private readonly byte* scratch;
    private readonly long stride;

    public DftStep(DftArgs args, int lines, byte* scratch, long stride)
    {
        (this.args, this.stride) = (args, stride);
        this.scratch = scratch;
        Units = lines;
        Work = (long)lines * args.Length * 20;
    }

    public override void Run(int first, int last, int worker)
    {
        DftArgs a = args;
        float* line = (float*)(scratch + (worker * stride)), re = line + a.Length, im = re + a.Length, work = im + a.Length;
        for (int unit = first; unit < last; unit++)
        {
            int outer = unit / a.Inner, inner = unit % a.Inner;
            float* x = a.X + ((((nint)outer * a.XLine * a.Inner) + inner) * a.XParts), y = a.Y + ((((nint)outer * a.Kept * a.Inner) + inner) * a.YParts);
            if (a.Real)
                TransformReal(a, x, line, re, im, work);
            else
                Transform(a, x, re, im, work);
            Write(a, re, im, y);
        }
    }

    private static void TransformReal(in DftArgs a, float* x, float* line, float* re, float* im, float* work)
    {
        for (int i = 0; i < a.Length; i++)
            line[i] = i < a.Given ? x[(nint)i * a.Inner] : 0;
        RealFftF32.Run<S, V>(a.Length, a.Table, line, re, im, work);
        if (a.Kept > a.Length - a.Kept)
            Mirror(a.Length, re, im);
        for (int i = 0; i < a.Length && a.Conjugate; i++)
            im[i] = -im[i];
    }

    private static void Transform(in DftArgs a, float* x, float* re, float* im, float* work)
    {
        nint step = (nint)a.Inner * a.XParts;
        for (int i = 0; i < a.Length; i++)
        {
            re[i] = i < a.Given ? x[i * step] : 0;
            im[i] = i < a.Given && a.XParts == 2 ? x[(i * step) + 1] : 0;
        }
        if (a.Hermitian)
        {
            im[0] = 0;
            if (a.Length % 2 == 0)
                im[a.Length / 2] = 0;
            Mirror(a.Length, re, im);
        }
        FftF32.Run<S, V>(a.Length, a.Table, a.Conjugate ? im : re, a.Conjugate ? re : im, work); // swapped planes conjugate
    }

    // The upper half of a spectrum of real numbers from the lower one.
    private static void Mirror(int length, float* re, float* im)
    {
        for (int k = 1; k < length - k; k++)
        {
            re[length - k] = re[k];
            im[length - k] = -im[k];
        }
    }

    private static void Write(in DftArgs a, float* re, float* im, float* y)
    {
        nint step = (nint)a.Inner * a.YParts;
        int given = a.Doubled ? RealFftF32.Bins(a.Length) : a.Length;
        for (int i = 0; i < a.Kept; i++, y += step)
        {
            bool alone = i == 0 || 2 * i == a.Length; // no conjugate stands for it, and its imaginary part is not read
            float scale = a.Doubled && !alone ? 2 * a.Scale : a.Scale;
            y[0] = i < given ? re[i] * scale : 0;
            if (a.YParts == 2)
                y[1] = i < given && !(a.Doubled && alone) ? im[i] * scale : 0;
        }
    }
}

/// <summary>Makes a <see cref="DftStep{S, V}"/>.</summary>
internal readonly unsafe struct DftStepMaker(DftArgs args, int lines, nint scratch, long stride) : ISimdMaker<Step>
{
    public Step Make<S, V>()
        where S : struct, ISimd<V>
        where V : struct => new DftStep<S, V>(args, lines, (byte*)scratch, stride);
}
