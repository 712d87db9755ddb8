using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary>Local response normalization, or its gradient where dy is bound; a unit is a chunk of pixels.</summary>
internal sealed unsafe class LrnStep<S, V> : Step
    where S : struct, ISimd<V>
    where V : struct
{
    private const int Chunk = 16;
    private readonly LrnArgs args;
    private readonly int pixels;
    private readonly byte* scratch;
    private readonly long stride;

    public LrnStep(LrnArgs args, int pixels, byte* scratch, long stride)
    {
        (this.args, this.pixels, this.stride) = (args, pixels, stride);
        this.scratch = scratch;
        Units = (pixels + Chunk - 1) / Chunk;
        Work = (long)pixels * args.Channels * (args.Size + 20L);
    }

    public override void Run(int first, int last, int worker)
    {
        LrnArgs a = args;
        float* row = (float*)(scratch + (worker * stride));
        int end = Math.Min(last * Chunk, pixels);
        for (int pixel = first * Chunk; pixel < end; pixel++)
        {
            nint at = (nint)pixel * a.Channels;
            if (a.Dy == null)
                LrnF32.Forward<S, V>(a, a.X + at, a.Y + at, row);
            else
                LrnF32.Gradient<S, V>(a, a.X + at, a.Dy + at, a.Dx + at, row, row + a.PaddedRow);
        }
    }
}

/// <summary>Makes a <see cref="LrnStep{S, V}"/> over x [N, ..., C].</summary>
internal readonly unsafe struct LrnStepMaker(LrnArgs args, Shape x, nint scratch, long stride) : ISimdMaker<Step>
{
    public Step Make<S, V>()
        where S : struct, ISimd<V>
        where V : struct => new LrnStep<S, V>(args, x.Product(0, x.Rank - 1), (byte*)scratch, stride);
}
