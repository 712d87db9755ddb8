using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>Picks elements of the size of <typeparamref name="T"/>; a unit is one line of the indices along the axis.</summary>
/// <typeparam name="T">What carries an element's bits.</typeparam>
internal sealed unsafe class GatherElementsStep<T> : Step
    where T : unmanaged
{
    private readonly T* x;
    private readonly T* y;
    private readonly byte* indices;
    private readonly bool wide; // 64-bit indices
    private readonly T missing; // what stands for an index outside of the axis: all bits set is NaN in every float type
    private readonly AxisLines lines;

    public GatherElementsStep(Node node, int axis, T missing, StepBuilder steps)
    {
        x = (T*)steps.Bytes(node.Input(0));
        y = (T*)steps.Bytes(node.Output);
        indices = steps.Bytes(node.Input(1));
        wide = node.Type(1) == ElementType.Int64;
        this.missing = missing;
        lines = new AxisLines(node.Shape(1), node.Shape(0), axis);
        Units = lines.Count;
        Work = node.Output.Shape.Count;
    }

    public override void Run(int first, int last, int worker)
    {
        for (int unit = first; unit < last; unit++)
        {
            lines.Find(unit, out int at, out int from);
            for (int i = 0; i < lines.Length; i++, at += lines.Stride)
            {
                long index = wide ? ((long*)indices)[at] : ((int*)indices)[at];
                if (index < 0)
                    index += lines.OtherLength;
                y[at] = (ulong)index < (ulong)lines.OtherLength ? x[from + ((int)index * lines.OtherStride)] : missing;
            }
        }
    }
}
