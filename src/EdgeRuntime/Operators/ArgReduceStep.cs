using System.Numerics;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>
/// Finds the extreme along an axis; NaN counts as more extreme than any number, the first one found stays. A unit is one index of the
/// outer axes.
/// </summary>
internal sealed unsafe class ArgReduceStep<T> : Step
    where T : unmanaged, INumber<T>
{
    private readonly ArgReduce op;
    private readonly T* x;
    private readonly long* y;
    private readonly int length;
    private readonly int inner;

    public ArgReduceStep(ArgReduce op, Shape shape, byte* x, long* y)
    {
        this.op = op;
        this.x = (T*)x;
        this.y = y;
        length = shape[op.Axis];
        inner = shape.Product(op.Axis + 1, shape.Rank);
        Units = shape.Product(0, op.Axis);
        Work = shape.Count;
    }

    public override void Run(int first, int last, int worker)
    {
        for (int unit = first; unit < last; unit++)
        {
            for (int column = 0; column < inner; column++)
                y[((long)unit * inner) + column] = Find(x + ((long)unit * length * inner) + column);
        }
    }

    private int Find(T* set)
    {
        int best = 0;
        T extreme = *set;
        for (int i = 1; i < length && !T.IsNaN(extreme); i++)
        {
            T value = set[(long)i * inner];
            bool better = op.Least ? value < extreme : value > extreme;
            if (better || T.IsNaN(value) || (op.SelectLast && value == extreme))
                (best, extreme) = (i, value);
        }

        return best;
    }
}
