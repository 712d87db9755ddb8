using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Training;

internal unsafe struct MeanLossArgs
{
    public float* X; // [Samples, Length]
    public float* Target;
    public float* Weights; // [Samples]; null for ones
    public int* Filled; // []; null where all samples count
    public float* Loss;
    public float* Slope;
    public int Samples;
    public int Length;
}

/// <summary>
/// Sixteen running sums a row, one for each residue of the index, folded in halves: the same order on every set. Without weights all samples
/// are one row.
/// </summary>
internal sealed unsafe class MeanLossStep<TFormula, S, V>(TFormula formula, MeanLossArgs args) : Step
    where TFormula : unmanaged, IDifference
    where S : struct, ISimd<V>
    where V : struct
{
    private const int Lanes = LaneSum.Lanes;

    public override void Run(int first, int last, int worker)
    {
        int samples = args.Filled != null ? *args.Filled : args.Samples;
        float total = 0f, count = (float)samples * args.Length;
        if (args.Weights == null)
            total = Row(0, samples * args.Length, 1f / count);
        for (int row = 0; row < samples && args.Weights != null; row++)
            total += args.Weights[row] * Row((nint)row * args.Length, args.Length, args.Weights[row] / count);
        new Span<float>(args.Slope + ((nint)samples * args.Length), (args.Samples - samples) * args.Length).Clear();
        *args.Loss = total / count;
    }

    private float Row(nint first, int length, float scale)
    {
        float* x = args.X + first, target = args.Target + first, slope = args.Slope + first;
        float* sums = stackalloc float[Lanes];
        new Span<float>(sums, Lanes).Clear();
        int whole = length & -Lanes;
        for (int i = 0; i < whole; i += Lanes)
        {
            for (int lane = 0; lane < Lanes; lane += S.Count)
                S.Store(sums + lane, S.Add(S.Load(sums + lane), Element<S, V>(x + i + lane, target + i + lane, slope + i + lane, scale)));
        }

        for (int i = whole; i < length; i++)
            sums[i - whole] += Element<ScalarSet, float>(x + i, target + i, slope + i, scale);
        return LaneSum.Fold(sums);
    }

    private V2 Element<S2, V2>(float* x, float* target, float* slope, float scale)
        where S2 : struct, ISimd<V2>
        where V2 : struct
    {
        V2 a = S2.Load(x), t = S2.Load(target);
        S2.Store(slope, S2.Multiply(formula.Slope<S2, V2>(a, t), S2.Set(scale)));
        return formula.Loss<S2, V2>(a, t);
    }
}
