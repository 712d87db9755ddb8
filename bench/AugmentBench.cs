using System.Collections.Generic;
using BenchmarkDotNet.Attributes;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Data.Augmentation;

namespace Bench;

/// <summary>Variation of one sample, a picture [1, 28, 28] or a signal [6, 128], on each instruction set of this CPU.</summary>
public class AugmentBench
{
    private readonly float[] sample = new float[28 * 28];
    private Augmenter? augmenter;
    private int index;

    [Params("rotate=10,shift=0.1,zoom=0.1", "elastic=2", "noise=0.02", "brightness=0.1,contrast=0.2", "cutout=0.2", "flip", "time-shift=0.1,crop=0.1", "scale=0.1,jitter=0.02")]
    public string Kinds { get; set; } = "";

    [ParamsSource(nameof(Sets))]
    public Isa Isa { get; set; }

    public static IEnumerable<Isa> Sets => KernelBench.Sets;

    [GlobalSetup]
    public void Setup()
    {
        int[] shape = Kinds.Contains("scale") || Kinds.Contains("crop") ? [6, 128] : [1, 28, 28];
        augmenter = new Augmenter(AugmentOptions.Parse(Kinds), shape, seed: 1, Isa);
    }

    // Fresh values each time: a sample that is warped again and again fades to subnormal numbers, which no real one has.
    [Benchmark]
    public void Apply()
    {
        System.Array.Fill(sample, 0.5f);
        augmenter!.Apply(sample, epoch: 1, index++);
    }
}
