using System.Numerics;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>
/// Data with slices replaced by updates, or reduced with them: <c>y[index[i, 0], index[i, 1], ...] = updates[i]</c>, i ascending. An index outside
/// of its axis is refused at load where it is a constant; at run time its update is lost.
/// </summary>
/// <param name="Reduction">What an update does.</param>
internal sealed record ScatterNd(ScatterReduction Reduction) : Operator
{
    public override string Type => "ScatterND";

    /// <summary>ONNX ScatterND 11, 13, 16 (add, mul), 18 (max, min) and newer.</summary>
    public static void Import(ImportNode node)
    {
        IndexTuples.CheckConstant(node, node.Input(0).Shape, node.Input(1), 0);
        node.Return(node.Emit(new ScatterNd(Scattering.Import(node)), node.Input(0), node.Input(1), node.Input(2)));
    }

    public override bool Takes(ElementType type) => true;

    public override void Infer(Node node)
    {
        Scattering.Check(node, Reduction);
        Shape updates = IndexTuples.Infer(node, node.Shape(0), node.Input(1), 0);
        if (node.Shape(2) != updates)
            node.Fail($"updates {node.Input(2)} must have the shape {updates}: a slice of {node.Input(0)} for each tuple of {node.Input(1)}.");
        node.AddOutput(node.Type(0), node.Shape(0));
    }

    public override Sharing Shares(Node node, int output) => Sharing.InPlace(0);

    public override unsafe void Compile(Node node, StepBuilder steps) => Numbers.Add(steps, node.Type(0), new Maker(Reduction, node, steps));

    /// <summary>None and add have a gradient: the data's is dy without what was replaced, that of an update is dy at its slice.</summary>
    public override void Gradient(Node node, GradientBuilder gradient)
    {
        if (!Scattering.HasGradient(Reduction))
            base.Gradient(node, gradient);
        if (gradient.Of(node.Output) is not { } dy)
            return;
        Scattering.AddDataGradient(node, gradient, this, Reduction == ScatterReduction.None, dy);
        if (gradient.Needs(node.Input(2)))
            gradient.Add(node.Input(2), gradient.Emit(new GatherNd(0), dy, node.Input(1)));
    }

    private readonly struct Maker(ScatterReduction reduction, Node node, StepBuilder steps) : INumberMaker<Step>
    {
        public unsafe Step Make<T>()
            where T : unmanaged, INumber<T> => new ScatterNdStep<T>(
                new IndexTuples(node.Shape(0), node.Input(1), 0, steps), reduction,
                (T*)steps.Bytes(node.Input(0)), (T*)steps.Bytes(node.Input(2)), (T*)steps.Bytes(node.Output));
    }
}
