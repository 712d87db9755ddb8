using System;
using System.Runtime.CompilerServices;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>Copies the slices that the indices name; a unit is one slice.</summary>
internal sealed unsafe class GatherStep : Step
{
    private readonly byte* x;
    private readonly byte* y;
    private readonly byte* indices;
    private readonly bool wide; // 64-bit indices
    private readonly byte missing; // what stands for an index outside of the axis: all bits set is NaN in every float type
    private readonly int length;
    private readonly int count;
    private readonly long run; // bytes of a slice

    public GatherStep(Node node, int axis, StepBuilder steps)
    {
        Shape shape = node.Shape(0);
        x = steps.Bytes(node.Input(0));
        y = steps.Bytes(node.Output);
        indices = steps.Bytes(node.Input(1));
        wide = node.Type(1) == ElementType.Int64;
        missing = node.Type(0).IsFloat() ? (byte)0xFF : (byte)0;
        length = shape[axis];
        count = node.Shape(1).Count;
        run = (long)shape.Product(axis + 1, shape.Rank) * node.Type(0).Size();
        Units = run == 0 ? 0 : shape.Product(0, axis) * count;
        Work = node.Output.Shape.Count;
    }

    public override void Run(int first, int last, int worker)
    {
        for (int unit = first; unit < last; unit++)
        {
            (int outer, int i) = Math.DivRem(unit, count);
            long index = wide ? ((long*)indices)[i] : ((int*)indices)[i];
            if (index < 0)
                index += length;
            byte* to = y + (unit * run);
            if ((ulong)index >= (ulong)length)
                Fill(to);
            else
                Copy(x + (((((long)outer * length) + index)) * run), to);
        }
    }

    private void Copy(byte* from, byte* to)
    {
        if (run == sizeof(float))
            *(int*)to = *(int*)from;
        else
            Buffer.MemoryCopy(from, to, run, run);
    }

    private void Fill(byte* to)
    {
        for (long i = 0; i < run; i++)
            to[i] = missing;
    }
}
