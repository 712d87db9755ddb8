using System.Collections.Generic;
using System.Globalization;
using System.Text.Json;
using EdgeRuntime;
using EdgeRuntime.Simd;

namespace EdgeCli;

/// <summary>The time of one step of a run.</summary>
/// <param name="Name">The node.</param>
/// <param name="Median">Microseconds.</param>
internal readonly record struct StepTime(string Name, double Median);

/// <summary>What timing one model gave.</summary>
internal sealed record BenchResult(string Model, Timing Timing, Isa Isa, int Threads)
{
    public required double GigaFlops { get; init; }

    /// <summary>What the cores in use could do, measured just before.</summary>
    public required double PeakGigaFlops { get; init; }

    public required long ArenaBytes { get; init; }

    public required double LoadMilliseconds { get; init; }

    public IReadOnlyList<StepTime> Steps { get; init; } = [];

    public double StepSum
    {
        get
        {
            double sum = 0;
            foreach (StepTime step in Steps)
                sum += step.Median;
            return sum;
        }
    }

    public double PercentOfPeak => 100 * GigaFlops / PeakGigaFlops;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Model}: median_us={Timing.Median:0.###} p10_us={Timing.P10:0.###} p90_us={Timing.P90:0.###} p99_us={Timing.P99:0.###} max_us={Timing.Max:0.###} gflops={GigaFlops:0.##} percent_of_peak={PercentOfPeak:0.#} arena_bytes={ArenaBytes} load_ms={LoadMilliseconds:0.#} allocated_bytes={Timing.AllocatedBytes} isa={Dispatch.Name(Isa)} threads={Threads}");

    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("model", Model);
        json.WriteNumber("median_us", Timing.Median);
        json.WriteNumber("p10_us", Timing.P10);
        json.WriteNumber("p90_us", Timing.P90);
        json.WriteNumber("p99_us", Timing.P99);
        json.WriteNumber("max_us", Timing.Max);
        json.WriteNumber("samples", Timing.Samples);
        json.WriteFinite("gflops", GigaFlops);
        json.WriteFinite("percent_of_peak", PercentOfPeak);
        json.WriteNumber("arena_bytes", ArenaBytes);
        json.WriteNumber("load_ms", LoadMilliseconds);
        json.WriteNumber("allocated_bytes", Timing.AllocatedBytes);
        json.WriteString("isa", Dispatch.Name(Isa));
        json.WriteNumber("threads", Threads);
        if (Steps.Count > 0)
        {
            json.WriteStartArray("steps");
            foreach (StepTime step in Steps)
            {
                json.WriteStartObject();
                json.WriteString("name", step.Name);
                json.WriteNumber("median_us", step.Median);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
