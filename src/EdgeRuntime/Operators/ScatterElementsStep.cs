using System.Numerics;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>A unit is one line of the output along the axis, so that no two workers write the same element. Without data it starts from zeros.</summary>
/// <typeparam name="T">An element.</typeparam>
internal sealed unsafe class ScatterElementsStep<T> : Step
    where T : unmanaged, INumber<T>
{
    private readonly AxisLines lines;
    private readonly ScatterReduction reduction;
    private readonly T* data;
    private readonly byte* indices;
    private readonly bool wide; // 64-bit indices
    private readonly T* updates;
    private readonly T* y;

    public ScatterElementsStep(AxisLines lines, ScatterReduction reduction, T* data, byte* indices, ElementType indexType, T* updates, T* y)
    {
        this.lines = lines;
        this.reduction = reduction;
        this.data = data;
        this.indices = indices;
        wide = indexType == ElementType.Int64;
        this.updates = updates;
        this.y = y;
        Units = lines.Count;
        Work = (long)lines.Count * (lines.Length + lines.OtherLength);
    }

    public override void Run(int first, int last, int worker)
    {
        for (int unit = first; unit < last; unit++)
        {
            bool picked = lines.Find(unit, out int start, out int at);
            Begin(start);
            for (int i = 0; picked && i < lines.OtherLength; i++, at += lines.OtherStride)
            {
                long index = wide ? ((long*)indices)[at] : ((int*)indices)[at];
                if (index < 0)
                    index += lines.Length;
                if ((ulong)index >= (ulong)lines.Length)
                    continue;
                T* target = y + start + ((int)index * lines.Stride);
                *target = Scattering.Combine(reduction, *target, updates[at]);
            }
        }
    }

    private void Begin(int start)
    {
        if (data == y)
            return;
        for (int i = 0; i < lines.Length; i++, start += lines.Stride)
            y[start] = data is null ? T.Zero : data[start];
    }
}
