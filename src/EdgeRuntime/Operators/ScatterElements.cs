using System.Numerics;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>
/// Data with updates at indices of an axis: <c>y[.., index[.., i, ..], ..] = updates[.., i, ..]</c>, i ascending, or reduced with what stands
/// there; negative indices count from the end. An index outside of the axis is refused at load where it is a constant; at run time its update is lost.
/// </summary>
/// <param name="Axis">The axis, from 0.</param>
/// <param name="Reduction">What an update does.</param>
internal sealed record ScatterElements(int Axis, ScatterReduction Reduction) : Operator
{
    /// <summary>ONNX Scatter 9, ScatterElements 11, 13, 16 (add, mul), 18 (max, min) and newer.</summary>
    public static void Import(ImportNode node)
    {
        Value data = node.Input(0);
        int axis = node.Axis(node.Int("axis", 0), data.Shape.Rank);
        GatherElements.CheckConstant(node, axis);
        node.Return(node.Emit(new ScatterElements(axis, Scattering.Import(node)), data, node.Input(1), node.Input(2)));
    }

    public override bool Takes(ElementType type) => true;

    public override void Infer(Node node)
    {
        Scattering.Check(node, Reduction);
        GatherElements.CheckIndices(node, node.Input(0), node.Input(1), Axis);
        if (node.Shape(1) != node.Shape(2))
            node.Fail($"indices {node.Input(1)} and updates {node.Input(2)} must have one shape.");
        node.AddOutput(node.Type(0), node.Shape(0));
    }

    public override Sharing Shares(Node node, int output) => Sharing.InPlace(0);

    public override unsafe void Compile(Node node, StepBuilder steps) =>
        Numbers.Add(steps, node.Type(0), new Maker(new AxisLines(node.Shape(0), node.Shape(1), Axis), Reduction, node, steps));

    /// <summary>None and add have a gradient: the data's is dy without what was replaced, that of an update is dy at its index.</summary>
    public override void Gradient(Node node, GradientBuilder gradient)
    {
        if (!Scattering.HasGradient(Reduction))
            base.Gradient(node, gradient);
        if (gradient.Of(node.Output) is not { } dy)
            return;
        Scattering.AddDataGradient(node, gradient, this, Reduction == ScatterReduction.None, dy);
        if (gradient.Needs(node.Input(2)))
            gradient.Add(node.Input(2), gradient.Emit(new GatherElements(Axis), dy, node.Input(1)));
    }

    private readonly struct Maker(AxisLines lines, ScatterReduction reduction, Node node, StepBuilder steps) : INumberMaker<Step>
    {
        public unsafe Step Make<T>()
            where T : unmanaged, INumber<T> => new ScatterElementsStep<T>(
                lines, reduction, (T*)steps.Bytes(node.Input(0)), steps.Bytes(node.Input(1)), node.Type(1), (T*)steps.Bytes(node.Input(2)), (T*)steps.Bytes(node.Output));
    }
}
