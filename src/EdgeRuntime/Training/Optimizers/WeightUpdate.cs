using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Training;

/// <summary>
/// One step of an update rule for one weight, in place. Inputs: w, its gradient, the scalars of <see cref="UpdateRule.WriteScalars"/>, the
/// factor of norm clipping [] (optional), and three states (each optional). Where the scalars say that the step is not due, nothing moves.
/// </summary>
/// <param name="Rule">The rule's name.</param>
/// <param name="Formula">The rule's formula and constants.</param>
/// <param name="Terms">What comes before the formula.</param>
internal sealed record WeightUpdate<TFormula>(string Rule, TFormula Formula, UpdateTerms Terms) : Operator, IWeightUpdate
    where TFormula : struct, IUpdateFormula
{
    private const int Factor = 3, FirstState = 4, LastState = 6;

    public override string Type => $"{Rule}Update";

    public override bool Updates => true;

    public override void Infer(Node node)
    {
        if (node.Shape(0) != node.Shape(1))
            node.Fail($"gradient {node.Input(1)} must have the shape of the weight {node.Input(0)}.");
        node.AddOutput(ElementType.Float32, node.Shape(0));
        for (int i = FirstState; i <= LastState; i++)
        {
            if (node.Optional(i) is not { } state)
                continue;
            if (state.Shape != node.Shape(0))
                node.Fail($"{state} must have the shape of the weight {node.Input(0)}.");
            node.AddOutput(ElementType.Float32, state.Shape);
        }
    }

    public override Sharing Shares(Node node, int output)
    {
        if (output == 0)
            return Sharing.View(0);
        for (int i = FirstState; i <= LastState; i++)
        {
            if (node.Has(i) && --output == 0)
                return Sharing.View(i);
        }

        return Sharing.None;
    }

    public override unsafe void Compile(Node node, StepBuilder steps) => steps.Add(new Maker(new Args
    {
        Formula = Formula,
        Terms = Terms,
        W = steps.Floats(node.Input(0)),
        Dw = steps.Floats(node.Input(1)),
        Scalars = steps.Floats(node.Input(2)),
        Factor = steps.OptionalFloats(node.Optional(Factor)),
        A = steps.OptionalFloats(node.Optional(FirstState)),
        B = steps.OptionalFloats(node.Optional(FirstState + 1)),
        C = steps.OptionalFloats(node.Optional(LastState)),
        Count = node.Shape(0).Count,
    }));

    private unsafe struct Args
    {
        public TFormula Formula;
        public UpdateTerms Terms;
        public float* W;
        public float* Dw;
        public float* Scalars;
        public float* Factor;
        public float* A;
        public float* B;
        public float* C;
        public int Count;
    }

    /// <summary>The common case, bound by memory traffic alone, has a loop without the terms that few trainings ask for.</summary>
    private readonly unsafe struct Maker(Args args) : ISimdMaker<Step>
    {
        public Step Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct =>
            args.Terms.Shapes || args.Factor != null ? new UpdateStep<S, V, ShapedGradient>(args) : new UpdateStep<S, V, PlainGradient>(args);
    }

    private sealed unsafe class UpdateStep<S, V, TShape> : Step
        where S : struct, ISimd<V>
        where V : struct
        where TShape : struct, IGradientShape
    {
        private const int Block = 4096;

        private readonly Args args;

        public UpdateStep(in Args args)
        {
            this.args = args;
            Units = (args.Count + Block - 1) / Block;
            Work = 4L * args.Count;
        }

        public override void Run(int first, int last, int worker)
        {
            if (args.Scalars[UpdateRule.Due] == 0f)
                return;
            int start = first * Block;
            int stop = Math.Min(last * Block, args.Count);
            int whole = start + ((stop - start) / S.Count * S.Count);
            Loop<S, V>(args, start, whole);
            Loop<ScalarSet, float>(args, whole, stop);
        }

        private static void Loop<S2, V2>(Args args, int first, int last)
            where S2 : struct, ISimd<V2>
            where V2 : struct
        {
            TFormula formula = args.Formula;
            UpdateTerms terms = args.Terms;
            float* w = args.W, dw = args.Dw, a = args.A, b = args.B, c = args.C, own = args.Scalars + UpdateRule.Own;
            float factor = args.Factor == null ? 1f : *args.Factor, keep = args.Scalars[UpdateRule.Keep];
            V2 rate = S2.Set(args.Scalars[UpdateRule.Rate]), decay = S2.Set(terms.WeightDecay);
            for (int i = first; i < last; i += S2.Count)
            {
                V2 old = S2.Load(w + i);
                V2 g = S2.Fma(decay, old, TShape.Gradient<S2, V2>(S2.Load(dw + i), old, factor, terms.ClipValue, terms.L1));
                old = TShape.Weight<S2, V2>(old, keep);
                V2 sa = TFormula.States > 0 ? S2.Load(a + i) : S2.Zero;
                V2 sb = TFormula.States > 1 && b != null ? S2.Load(b + i) : S2.Zero;
                V2 sc = TFormula.States > 2 && c != null ? S2.Load(c + i) : S2.Zero;
                S2.Store(w + i, formula.Next<S2, V2>(old, g, rate, own, ref sa, ref sb, ref sc));
                if (TFormula.States > 0)
                    S2.Store(a + i, sa);
                if (TFormula.States > 1 && b != null)
                    S2.Store(b + i, sb);
                if (TFormula.States > 2 && c != null)
                    S2.Store(c + i, sc);
                if (TShape.MayClear && terms.Clears)
                    S2.Store(dw + i, S2.Zero);
            }
        }
    }
}
