using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary>Steps of attention and of its gradient; a unit of forward is a block of queries of a head, of the gradient a head of k and v.</summary>
internal readonly unsafe struct AttentionMaker(AttentionArgs args, bool gradient, long macs, StepBuilder steps) : ISimdMaker<Step>
{
    // An exponential costs about as much as 16 products.
    private const int WorkOfExponential = 16;

    private readonly long work = macs + (WorkOfExponential * (long)args.Batch * args.Heads * args.Queries * args.Keys);
    private readonly byte* scratch = steps.WorkerScratch;
    private readonly long stride = steps.WorkerStride;

    public Step Make<S, V>()
        where S : struct, ISimd<V>
        where V : struct => new AttentionStep<S, V>(args, gradient, work, scratch, stride);

    private sealed class AttentionStep<S, V> : Step
        where S : struct, ISimd<V>
        where V : struct
    {
        private readonly AttentionArgs args;
        private readonly bool gradient;
        private readonly byte* scratch;
        private readonly long stride;

        public AttentionStep(in AttentionArgs args, bool gradient, long work, byte* scratch, long stride)
        {
            this.args = args;
            this.gradient = gradient;
            this.scratch = scratch;
            this.stride = stride;
            Units = gradient ? args.Batch * args.KeyHeads : args.Batch * args.Heads * args.Blocks;
            Work = work;
        }

        public override void Run(int first, int last, int worker)
        {
            byte* memory = scratch + (worker * stride);
            if (gradient)
                AttentionGradientF32.Run<S, V>(args, first, last, memory);
            else
                AttentionF32.Forward<S, V>(args, first, last, memory);
        }
    }
}
