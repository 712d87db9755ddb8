using System.Collections.Generic;
using BenchmarkDotNet.Attributes;
using EdgeRuntime;
using EdgeRuntime.Data.Signals;

namespace Bench;

/// <summary>Front ends of one second of sound at 16 kHz, on each instruction set of this CPU.</summary>
public class SignalBench
{
    private readonly float[] sound = new float[16000];
    private readonly float[] frames = new float[100 * 40];
    private LogMel? mel;

    [ParamsSource(nameof(Sets))]
    public Isa Isa { get; set; }

    public static IEnumerable<Isa> Sets => KernelBench.Sets;

    [GlobalSetup]
    public void Setup()
    {
        for (int i = 0; i < sound.Length; i++)
            sound[i] = ((i * 7919L % 2001) - 1000) / 1000f;
        mel = new LogMel(new LogMelOptions(), Isa);
    }

    /// <summary>98 frames of 25 ms every 10 ms, 512 points, 40 bands, logarithm.</summary>
    [Benchmark]
    public int LogMel()
    {
        mel!.Reset();
        return mel.Push(sound, frames);
    }
}
