using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Operators;

/// <summary>Brings a bias that is trained into packed weights that are constant: the only part of them that changes from run to run.</summary>
internal static unsafe class BiasStep
{
    /// <summary>Into panels of <paramref name="groups"/> groups of <paramref name="outputs"/> columns each.</summary>
    public static void AddToPanels(StepBuilder steps, float* bias, int groups, int outputs, int k, float* packed) =>
        steps.Add(new KernelStep<Args>(new Args { Bias = bias, Packed = packed, Outputs = outputs, Stride = Panels.Stride(k) }, &Spread, groups, (long)groups * outputs));

    /// <summary>As one row.</summary>
    public static void AddToRow(StepBuilder steps, float* bias, int outputs, float* row) =>
        steps.Add(new KernelStep<Args>(new Args { Bias = bias, Packed = row, Outputs = outputs }, &Copy, 1, outputs));

    private static void Spread(in Args args, int first, int last)
    {
        int panels = Panels.Count(args.Outputs);
        for (int g = first; g < last; g++)
        {
            float* bias = args.Bias + ((nint)g * args.Outputs);
            float* packed = args.Packed + (g * panels * args.Stride);
            for (int m = 0; m < args.Outputs; m++)
                packed[(m / Panels.Width * args.Stride) + (m % Panels.Width)] = bias[m];
        }
    }

    private static void Copy(in Args args, int first, int last) => new ReadOnlySpan<float>(args.Bias, args.Outputs).CopyTo(new Span<float>(args.Packed, args.Outputs));

    private struct Args
    {
        public float* Bias;
        public float* Packed;
        public int Outputs;
        public nint Stride;
    }
}
