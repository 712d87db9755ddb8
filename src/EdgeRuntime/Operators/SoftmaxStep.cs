using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary>What a softmax step, or the step of its gradient, is bound to.</summary>
internal readonly unsafe struct SoftmaxArgs
{
    public SoftmaxArgs(Shape shape, int axis, bool logarithm, float* x, float* dy, float* result)
    {
        Outer = shape.Product(0, axis);
        Length = shape[axis];
        Inner = shape.Product(axis + 1, shape.Rank);
        Logarithm = logarithm;
        X = x;
        Dy = dy;
        Result = result;
    }

    public readonly int Outer, Length, Inner;
    public readonly bool Logarithm;
    public readonly float* X; // the input; the output of the forward step where dy is given
    public readonly float* Dy; // null in the forward step
    public readonly float* Result;
}

/// <summary>Softmax or its gradient; a unit is one contiguous row, or a block of columns.</summary>
internal sealed unsafe class SoftmaxStep<S, V> : Step
    where S : struct, ISimd<V>
    where V : struct
{
    private readonly SoftmaxArgs args;
    private readonly int blocks;

    public SoftmaxStep(SoftmaxArgs args)
    {
        this.args = args;
        blocks = args.Inner == 1 ? 1 : (args.Inner + SoftmaxF32.MaxColumns - 1) / SoftmaxF32.MaxColumns;
        Units = args.Length == 0 ? 0 : args.Outer * blocks;
        Work = 16L * args.Outer * args.Length * args.Inner; // an exponential costs about 16 simple operations
    }

    public override void Run(int first, int last, int worker)
    {
        SoftmaxArgs a = args;
        for (int unit = first; unit < last; unit++)
        {
            (int outer, int block) = Math.DivRem(unit, blocks);
            int column = block * SoftmaxF32.MaxColumns;
            int width = Math.Min(SoftmaxF32.MaxColumns, a.Inner - column);
            long offset = ((long)outer * a.Length * a.Inner) + column;
            float* x = a.X + offset, result = a.Result + offset;
            if (a.Dy is null && a.Inner == 1)
                SoftmaxF32.Row<S, V>(x, result, a.Length, a.Logarithm);
            else if (a.Dy is null)
                SoftmaxF32.Columns<S, V>(x, result, a.Length, a.Inner, width, a.Logarithm);
            else if (a.Inner == 1)
                SoftmaxGradientF32.Row<S, V>(x, a.Dy + offset, result, a.Length, a.Logarithm);
            else
                SoftmaxGradientF32.Columns<S, V>(x, a.Dy + offset, result, a.Length, a.Inner, width, a.Logarithm);
        }
    }
}
