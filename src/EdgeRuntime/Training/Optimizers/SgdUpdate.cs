using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Training;

/// <summary>
/// One step of stochastic gradient descent, as PyTorch defines it: <c>g = dw + decay * w; v = momentum * v + g; w = w - rate * v</c>
/// (with Nesterov <c>w = w - rate * (g + momentum * v)</c>). Inputs: w, dw, scalars [1] (the rate), and v where momentum is not 0. Writes w and v in
/// their own place.
/// </summary>
internal sealed record SgdUpdate(float Momentum, float WeightDecay, bool Nesterov) : Operator
{
    public override bool Updates => true;

    public override void Infer(Node node)
    {
        if (node.Shape(0) != node.Shape(1))
            node.Fail($"gradient {node.Input(1)} must have the shape of the weight {node.Input(0)}.");
        node.AddOutput(ElementType.Float32, node.Shape(0));
        if (Momentum != 0f)
            node.AddOutput(ElementType.Float32, node.Shape(3));
    }

    public override Sharing Shares(Node node, int output) => Sharing.View(output == 0 ? 0 : 3);

    public override unsafe void Compile(Node node, StepBuilder steps) => steps.Add(new Maker(
        this, steps.Floats(node.Input(0)), steps.Floats(node.Input(1)), steps.Floats(node.Input(2)), steps.OptionalFloats(node.Optional(3)), node.Shape(0).Count));

    private readonly unsafe struct Maker(SgdUpdate rule, float* w, float* dw, float* rate, float* v, int count) : ISimdMaker<Step>
    {
        public Step Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct => new UpdateStep<S, V>(rule, w, dw, rate, v, count);
    }

    private sealed unsafe class UpdateStep<S, V> : Step
        where S : struct, ISimd<V>
        where V : struct
    {
        private const int Block = 4096;

        private readonly SgdUpdate rule;
        private readonly float* w;
        private readonly float* dw;
        private readonly float* rate;
        private readonly float* v;
        private readonly int count;

        public UpdateStep(SgdUpdate rule, float* w, float* dw, float* rate, float* v, int count)
        {
            this.rule = rule;
            this.w = w;
            this.dw = dw;
            this.rate = rate;
            this.v = v;
            this.count = count;
            Units = (count + Block - 1) / Block;
            Work = 4L * count;
        }

        public override void Run(int first, int last, int worker)
        {
            int start = first * Block;
            int stop = Math.Min(last * Block, count);
            int whole = start + ((stop - start) / S.Count * S.Count);
            if (v == null)
            {
                Plain<S, V>(w, dw, start, whole, *rate, rule.WeightDecay);
                Plain<ScalarSet, float>(w, dw, whole, stop, *rate, rule.WeightDecay);
            }
            else
            {
                WithMomentum<S, V>(w, dw, v, start, whole, *rate, rule.WeightDecay, rule.Momentum, rule.Nesterov);
                WithMomentum<ScalarSet, float>(w, dw, v, whole, stop, *rate, rule.WeightDecay, rule.Momentum, rule.Nesterov);
            }
        }

        private static void Plain<S2, V2>(float* w, float* dw, int first, int last, float rate, float decay)
            where S2 : struct, ISimd<V2>
            where V2 : struct
        {
            V2 rates = S2.Set(rate);
            V2 decays = S2.Set(decay);
            for (int i = first; i < last; i += S2.Count)
            {
                V2 old = S2.Load(w + i);
                V2 g = S2.Fma(decays, old, S2.Load(dw + i));
                S2.Store(w + i, S2.Fnma(rates, g, old));
            }
        }

        private static void WithMomentum<S2, V2>(
            float* w, float* dw, float* v, int first, int last, float rate, float decay, float momentum, bool nesterov)
            where S2 : struct, ISimd<V2>
            where V2 : struct
        {
            V2 rates = S2.Set(rate);
            V2 decays = S2.Set(decay);
            V2 momenta = S2.Set(momentum);
            for (int i = first; i < last; i += S2.Count)
            {
                V2 old = S2.Load(w + i);
                V2 g = S2.Fma(decays, old, S2.Load(dw + i));
                V2 velocity = S2.Fma(momenta, S2.Load(v + i), g);
                S2.Store(v + i, velocity);
                V2 direction = nesterov ? S2.Fma(momenta, velocity, g) : velocity;
                S2.Store(w + i, S2.Fnma(rates, direction, old));
            }
        }
    }
}
