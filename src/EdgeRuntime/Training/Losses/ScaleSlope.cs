using EdgeRuntime.Graphs;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Training;

/// <summary>The gradient of a loss: its derivative by x, which the loss has computed already, times dloss []. Inputs: slope, dloss.</summary>
internal sealed record ScaleSlope : Operator
{
    public override void Infer(Node node) => node.AddOutput(ElementType.Float32, node.Shape(0));

    public override Sharing Shares(Node node, int output) => Sharing.InPlace(0);

    public override unsafe void Compile(Node node, StepBuilder steps) =>
        steps.Add(new Maker(steps.Floats(node.Input(0)), steps.Floats(node.Input(1)), steps.Floats(node.Output), node.Shape(0).Count));

    private readonly unsafe struct Maker(float* slope, float* dloss, float* dx, int count) : ISimdMaker<Step>
    {
        public Step Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct => new ScaleStep<S, V>(slope, dloss, dx, count);
    }

    private sealed unsafe class ScaleStep<S, V>(float* slope, float* dloss, float* dx, int count) : Step
        where S : struct, ISimd<V>
        where V : struct
    {
        public override void Run(int first, int last, int worker)
        {
            float scale = *dloss;
            int i = 0;
            for (; i <= count - S.Count; i += S.Count)
                S.Store(dx + i, S.Multiply(S.Load(slope + i), S.Set(scale)));
            for (; i < count; i++)
                dx[i] = slope[i] * scale;
        }
    }
}
