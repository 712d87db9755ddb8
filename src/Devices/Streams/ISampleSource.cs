using System;
using EdgeRuntime;

namespace Devices.Streams;

/// <summary>
/// Where the samples of a sensor come from, one after another at a fixed rate: a microphone, an acceleration sensor, or recordings of them.
/// A sensor on a bus is one more class that implements this.
/// </summary>
public interface ISampleSource : IDisposable
{
    /// <summary>Numbers of a sample: 1 for a microphone, 3 for the axes of an acceleration sensor.</summary>
    int Channels { get; }

    /// <summary>Samples a second, in hertz.</summary>
    float RateHertz { get; }

    /// <summary>How many words or gestures began so far; 0 where the source does not know what it gives.</summary>
    int EventCount { get; }

    /// <summary>The name of the word or gesture that began last; null before the first one, and where the source does not know.</summary>
    string? Truth { get; }

    /// <summary>Reads the next samples into the caller's memory, as many as there are and fit.</summary>
    /// <param name="samples">Room for one sample or more, [samples, <see cref="Channels"/>].</param>
    /// <returns>How many samples were written; 0 at the end.</returns>
    /// <exception cref="EdgeException">Kind Device or Data: the samples cannot be read, or there is no room for one.</exception>
    int Read(Span<float> samples);
}
