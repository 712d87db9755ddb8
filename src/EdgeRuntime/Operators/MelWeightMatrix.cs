using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Operators;

/// <summary>ONNX MelWeightMatrix: triangles over the bins of a spectrum whose edges are whole bins, equally far apart on HTK's scale; computed at load.</summary>
internal static class MelWeightMatrix
{
    private const int MaxCount = 1 << 22;

    /// <summary>ONNX MelWeightMatrix 17 and newer: num_mel_bins, dft_length, sample_rate, lower and upper edge in hertz to [dft_length / 2 + 1, num_mel_bins].</summary>
    public static void Import(ImportNode node)
    {
        int bands = Whole(node, 0), length = Whole(node, 1), rate = Whole(node, 2);
        double low = node.OptionalConstantFloat(3) ?? 0, high = node.OptionalConstantFloat(4) ?? 0;
        ElementType type = OnnxElementType.Of(node.Int("output_datatype", 1), node.Path);
        int bins = RealFftF32.Bins(length);
        bool sensible = bands >= 1 && length >= 1 && rate >= 1 && low >= 0 && high > low && high <= rate / 2d && (long)bands * bins <= MaxCount;
        if (!sensible)
            Throw.Shape($"{node.Path}: {bands} bands from {low} to {high} Hz over {bins} bins at {rate} Hz: use edges up to half the sample rate, and at most {MaxCount} weights.");
        if (!node.MayFold((long)bands * bins * sizeof(float)))
            node.Refuse($"its {(long)bands * bins} weights, with what else is computed at load, are out of proportion to the file");

        double first = MelBands.OfHertz(low, slaney: false), last = MelBands.OfHertz(high, slaney: false);
        int[] edges = new int[bands + 2];
        for (int i = 0; i < edges.Length; i++)
        {
            // The operator's steps: as many as there are edges, so that the last edge lies below the upper frequency.
            double hertz = MelBands.ToHertz(first + (i * ((last - first) / edges.Length)), slaney: false);
            edges[i] = (int)Math.Floor((length + 1d) * hertz / rate);
        }
        Tensor weights = new(ElementType.Float32, new Shape(bins, bands));
        for (int band = 0; band < bands; band++)
            Triangle(weights.As<float>()[band..], bands, bins, edges.AsSpan(band, 3));
        node.Return(Cast.Convert(node, node.Constant(weights), type));
    }

    private static void Triangle(Span<float> weights, int stride, int bins, ReadOnlySpan<int> edges)
    {
        (int low, int centre, int high) = (edges[0], edges[1], edges[2]);
        for (int bin = low; bin <= Math.Min(centre, bins - 1); bin++)
            weights[bin * stride] = low == centre ? 1 : (float)((double)(bin - low) / (centre - low));
        for (int bin = centre; bin < Math.Min(high, bins); bin++)
            weights[bin * stride] = (float)((double)(high - bin) / (high - centre));
    }

    private static int Whole(ImportNode node, int input)
    {
        int[] numbers = node.ConstantInts(input);
        if (numbers.Length != 1)
            Throw.Shape($"{node.Path}: input {input} must be one number, got {node.Input(input)}.");
        return numbers[0];
    }
}
