using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Operators;

/// <summary>Elements of the second input where the first one, bools, holds, else of the third; with numpy's broadcasting.</summary>
internal sealed record Where : Operator
{
    /// <summary>ONNX Where 9, 16 and newer.</summary>
    public static void Import(ImportNode node) => node.Return(node.Emit(new Where(), node.Input(0), node.Input(1), node.Input(2)));

    public override bool IsElementwise => true;

    public override bool Takes(ElementType type) => true;

    public override void Infer(Node node)
    {
        if (node.Type(0) != ElementType.Bool || node.Type(1) != node.Type(2))
            node.Fail($"a Bool and two tensors of one type are needed, got {node.Input(0)}, {node.Input(1)} and {node.Input(2)}.");
        if (Shape.Broadcast(node.Shape(0), node.Shape(1)) is not { } part || Shape.Broadcast(part, node.Shape(2)) is not { } shape)
            node.Fail($"{node.Input(0)}, {node.Input(1)} and {node.Input(2)} do not broadcast.");
        else
            node.AddOutput(node.Type(1), shape);
    }

    public override Sharing Shares(Node node, int output)
    {
        if (node.Shape(1) == node.Output.Shape)
            return Sharing.InPlace(1);
        return node.Shape(2) == node.Output.Shape ? Sharing.InPlace(2) : Sharing.None;
    }

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        Value a = node.Input(1), b = node.Input(2), y = node.Output;
        Broadcast walk = new(y.Shape, node.Shape(0), a.Shape, b.Shape);
        byte* condition = steps.Bytes(node.Input(0)), pa = steps.Bytes(a), pb = steps.Bytes(b), py = steps.Bytes(y);
        steps.Add(y.Type.Size() switch
        {
            8 => new Loop<long>(walk, condition, (long*)pa, (long*)pb, (long*)py),
            4 => new Loop<int>(walk, condition, (int*)pa, (int*)pb, (int*)py),
            2 => new Loop<short>(walk, condition, (short*)pa, (short*)pb, (short*)py),
            _ => new Loop<byte>(walk, condition, pa, pb, py),
        });
    }

    public override void Gradient(Node node, GradientBuilder gradient)
    {
        Value condition = node.Input(0), a = node.Input(1), b = node.Input(2);
        if (gradient.Of(node.Output) is not { } dy)
            return;
        Value zero = gradient.Constant(Tensor.Scalar(0));
        if (gradient.Needs(a))
            gradient.Add(a, Reduce.ToShape(gradient, gradient.Emit(new Where(), condition, dy, zero), a.Shape));
        if (gradient.Needs(b))
            gradient.Add(b, Reduce.ToShape(gradient, gradient.Emit(new Where(), condition, zero, dy), b.Shape));
    }

    private sealed unsafe class Loop<T>(Broadcast walk, byte* condition, T* a, T* b, T* y) : TripleStep<byte, T>(walk, condition, a, b, y)
        where T : unmanaged
    {
        protected override void Row(byte* condition, int conditionStep, T* a, int aStep, T* b, int bStep, T* y, int count) =>
            Choose.Run(condition, conditionStep, a, aStep, b, bStep, y, count);
    }
}
