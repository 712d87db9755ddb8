using System;
using EdgeRuntime;
using EdgeRuntime.Data.Digits;

namespace Devices.Imaging;

/// <summary>Where grey frames of one size come from, one after another.</summary>
public interface IFrameSource : IDisposable
{
    /// <summary>Pixels in a row.</summary>
    int Width { get; }

    /// <summary>Rows.</summary>
    int Height { get; }

    /// <summary>What the last frame is called: a file name, or the kind of source.</summary>
    string FrameName { get; }

    /// <summary>The digits that the last frame is known to show; empty where <see cref="KnowsTruth"/> is false.</summary>
    ReadOnlySpan<PageDigit> Truth { get; }

    /// <summary>Whether this source knows what its frames show.</summary>
    bool KnowsTruth { get; }

    /// <summary>Reads the next frame into the caller's memory.</summary>
    /// <param name="frame">At least Width * Height bytes: grey values, [Height, Width].</param>
    /// <returns>False at the end.</returns>
    /// <exception cref="EdgeException">Kind Device, Data or Format: the frame cannot be read.</exception>
    bool Read(Span<byte> frame);
}
