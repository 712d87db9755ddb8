using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Training;

/// <summary><c>loss = mean((prediction - target)^2)</c> over all elements. Inputs: prediction, target of the same shape. Output: loss [].</summary>
internal sealed record SquaredError : Operator
{
    public override void Infer(Node node)
    {
        if (node.Shape(0) != node.Shape(1))
            node.Fail($"target {node.Input(1)} must have the shape of the prediction {node.Input(0)}.");
        node.AddOutput(ElementType.Float32, default);
    }

    public override unsafe void Compile(Node node, StepBuilder steps) =>
        steps.Add(new Maker(steps.Floats(node.Input(0)), steps.Floats(node.Input(1)), steps.Floats(node.Output), node.Shape(0).Count));

    public override void Gradient(Node node, GradientBuilder gradient)
    {
        if (gradient.Of(node.Output) is not { } dloss)
            return;
        if (gradient.Needs(node.Input(0)))
            gradient.Add(node.Input(0), gradient.Emit(new SquaredErrorGradient(), node.Input(0), node.Input(1), dloss));
        if (gradient.Needs(node.Input(1)))
            gradient.Add(node.Input(1), gradient.Emit(new SquaredErrorGradient(), node.Input(1), node.Input(0), dloss));
    }

    private readonly unsafe struct Maker(float* x, float* target, float* loss, int count) : ISimdMaker<Step>
    {
        public Step Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct => new LossStep<S, V>(x, target, loss, count);
    }

    /// <summary>Sixteen running sums, one for each residue of the index, folded in halves: the same order on every set.</summary>
    private sealed unsafe class LossStep<S, V>(float* x, float* target, float* loss, int count) : Step
        where S : struct, ISimd<V>
        where V : struct
    {
        private const int Lanes = 16;

        public override void Run(int first, int last, int worker)
        {
            float* sums = stackalloc float[Lanes];
            new Span<float>(sums, Lanes).Clear();
            int whole = count / Lanes * Lanes;
            for (int lane = 0; lane < Lanes; lane += S.Count)
            {
                V sum = S.Zero;
                for (int i = lane; i < whole; i += Lanes)
                {
                    V difference = S.Subtract(S.Load(x + i), S.Load(target + i));
                    sum = S.Fma(difference, difference, sum);
                }

                S.Store(sums + lane, sum);
            }

            for (int i = whole; i < count; i++)
            {
                float difference = x[i] - target[i];
                sums[i - whole] = MathF.FusedMultiplyAdd(difference, difference, sums[i - whole]);
            }

            for (int half = Lanes / 2; half > 0; half /= 2)
            {
                for (int i = 0; i < half; i++)
                    sums[i] += sums[i + half];
            }

            *loss = sums[0] / count;
        }
    }
}

/// <summary><c>dprediction = 2 (prediction - target) * dloss / count</c>. Inputs: prediction, target, dloss [].</summary>
internal sealed record SquaredErrorGradient : Operator
{
    public override void Infer(Node node) => node.AddOutput(ElementType.Float32, node.Shape(0));

    public override Sharing Shares(Node node, int output) => Sharing.InPlace(0);

    public override unsafe void Compile(Node node, StepBuilder steps) =>
        steps.Add(new Maker(steps.Floats(node.Input(0)), steps.Floats(node.Input(1)), steps.Floats(node.Input(2)), steps.Floats(node.Output), node.Shape(0).Count));

    private readonly unsafe struct Maker(float* x, float* target, float* dloss, float* dx, int count) : ISimdMaker<Step>
    {
        public Step Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct => new GradientStep<S, V>(x, target, dloss, dx, count);
    }

    private sealed unsafe class GradientStep<S, V>(float* x, float* target, float* dloss, float* dx, int count) : Step
        where S : struct, ISimd<V>
        where V : struct
    {
        public override void Run(int first, int last, int worker)
        {
            float scale = 2f * *dloss / count;
            int i = 0;
            for (; i <= count - S.Count; i += S.Count)
                S.Store(dx + i, S.Multiply(S.Subtract(S.Load(x + i), S.Load(target + i)), S.Set(scale)));
            for (; i < count; i++)
                dx[i] = (x[i] - target[i]) * scale;
        }
    }
}
