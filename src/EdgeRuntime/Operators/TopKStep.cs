using System.Numerics;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>Selects with a heap of K indices whose root is the worst one kept, then sorts it; a unit is one index of the outer axes.</summary>
internal sealed unsafe class TopKStep<T> : Step
    where T : unmanaged, INumber<T>
{
    private readonly TopK op;
    private readonly T* x;
    private readonly T* values;
    private readonly long* indices;
    private readonly byte* scratch;
    private readonly long scratchStride;
    private readonly int length;
    private readonly int inner;

    public TopKStep(TopK op, Node node, StepBuilder steps)
    {
        this.op = op;
        x = steps.Pointer<T>(node.Input(0));
        values = steps.Pointer<T>(node.Output);
        indices = steps.Pointer<long>(node.Outputs[1]);
        scratchStride = steps.WorkerStride;
        scratch = steps.WorkerScratch;
        Shape shape = node.Shape(0);
        length = shape[op.Axis];
        inner = shape.Product(op.Axis + 1, shape.Rank);
        Units = op.K == 0 ? 0 : shape.Product(0, op.Axis);
        Work = 4L * shape.Count;
    }

    public override void Run(int first, int last, int worker)
    {
        int* heap = (int*)(scratch + (worker * scratchStride));
        for (int unit = first; unit < last; unit++)
        {
            for (int column = 0; column < inner; column++)
                Select(x + ((long)unit * length * inner) + column, ((long)unit * op.K * inner) + column, heap);
        }
    }

    private void Select(T* set, long target, int* heap)
    {
        int k = op.K;
        for (int i = 0; i < k; i++)
            heap[i] = i;
        for (int i = (k / 2) - 1; i >= 0; i--)
            Sink(set, heap, i, k);
        for (int i = k; i < length; i++)
        {
            if (IsBetter(set, i, heap[0]))
            {
                heap[0] = i;
                Sink(set, heap, 0, k);
            }
        }

        // The worst one kept is at the root: it goes to the last place that is free.
        for (int size = k; size > 0; size--)
        {
            int worst = heap[0];
            values[target + ((long)(size - 1) * inner)] = set[(long)worst * inner];
            indices[target + ((long)(size - 1) * inner)] = worst;
            heap[0] = heap[size - 1];
            Sink(set, heap, 0, size - 1);
        }
    }

    private void Sink(T* set, int* heap, int at, int size)
    {
        while (true)
        {
            int child = (2 * at) + 1;
            if (child >= size)
                return;
            if (child + 1 < size && IsBetter(set, heap[child], heap[child + 1]))
                child++;
            if (IsBetter(set, heap[child], heap[at]))
                return;
            (heap[at], heap[child]) = (heap[child], heap[at]);
            at = child;
        }
    }

    // A total order: no two indices are equal.
    private bool IsBetter(T* set, int a, int b)
    {
        T x = set[(long)a * inner], y = set[(long)b * inner];
        if (x == y || (T.IsNaN(x) && T.IsNaN(y)))
            return a < b;
        bool greater = x > y || T.IsNaN(x);
        return greater == op.Largest;
    }
}
