using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Training;

/// <summary>One lane: a row has ten or so classes, so that this is as fast as eight, and its order of sums is the same everywhere.</summary>
internal sealed unsafe class RowLossStep<TFormula>(TFormula formula) : Step
    where TFormula : unmanaged, IRowLoss
{
    public required float* X { get; init; }

    public required int* Labels { get; init; }

    public required float* Targets { get; init; }

    public required float* ClassWeights { get; init; }

    public required float* RowWeights { get; init; }

    /// <summary>How many rows count; null for all.</summary>
    public required int* Filled { get; init; }

    public required float* Loss { get; init; }

    public required float* Slope { get; init; }

    public required float* Correct { get; init; }

    public required int Rows { get; init; }

    public required int Classes { get; init; }

    public required float Smoothing { get; init; }

    public override void Run(int first, int last, int worker)
    {
        int rows = Filled != null ? *Filled : Rows;
        float count = Count(rows), total = 0f;
        int right = 0;
        for (int n = 0; n < rows; n++)
        {
            nint row = (nint)n * Classes;
            float* x = X + row;
            float* slope = Slope + row;
            int label = Labels != null ? Labels[n] : Largest.Index(new ReadOnlySpan<float>(Targets + row, Classes));
            WriteTruth(slope, label, row);
            int best = Largest.Index(new ReadOnlySpan<float>(x, Classes));
            float loss = formula.Row(x, slope, label, Classes);
            float weight = RowWeights != null ? RowWeights[n] : 1f;
            float scale = weight / count;
            for (int c = 0; c < Classes; c++)
                slope[c] *= scale;
            total += loss * weight;
            right += best == label ? 1 : 0;
        }

        new Span<float>(Slope + ((nint)rows * Classes), (Rows - rows) * Classes).Clear();
        *Loss = total / count;
        *Correct = right;
    }

    /// <summary>What the sum is divided by: the weights of the batch's classes, else the number of rows.</summary>
    private float Count(int rows)
    {
        if (ClassWeights == null || Labels == null)
            return rows;
        float sum = 0f;
        for (int n = 0; n < rows; n++)
            sum += ClassWeights[Labels[n]];
        return sum;
    }

    private void WriteTruth(float* truth, int label, nint row)
    {
        float spread = Smoothing / Classes;
        for (int c = 0; c < Classes; c++)
        {
            float weight = ClassWeights != null ? ClassWeights[c] : 1f;
            float part = Targets != null ? Targets[row + c] : c == label ? 1f : 0f;
            truth[c] = ((part * (1f - Smoothing)) + spread) * weight;
        }
    }
}
