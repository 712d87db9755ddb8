using System;
using System.Diagnostics;
using System.Threading;

namespace Devices.Streams;

/// <summary>Makes a source that is as fast as the processor as slow as the sensor that it stands for.</summary>
/// <param name="rateHertz">Samples a second.</param>
public sealed class Pace(float rateHertz)
{
    private readonly long _begun = Stopwatch.GetTimestamp();
    private long _samples;

    /// <summary>Waits until a sensor would have given so many samples more.</summary>
    /// <param name="samples">Samples since the last call.</param>
    public void Wait(int samples)
    {
        _samples += samples;
        TimeSpan left = TimeSpan.FromSeconds(_samples / (double)rateHertz) - Stopwatch.GetElapsedTime(_begun);
        if (left > TimeSpan.Zero)
            Thread.Sleep(left);
    }
}
