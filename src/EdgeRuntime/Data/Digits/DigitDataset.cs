using System;
using System.Collections.Generic;
using System.Threading;

namespace EdgeRuntime.Data.Digits;

/// <summary>Drawn digits as a data set. A sample is a pure function of (seed, part, index); it is drawn when first asked for and then kept as bytes.</summary>
internal sealed class DigitDataset : Dataset
{
    private const int DefaultTrain = 20_000, DefaultOther = 2_000, MostSide = 64, LeastSide = 8;

    private readonly byte[] _pixels;
    private readonly bool[] _drawn;
    private readonly ulong _seed;
    private readonly uint _part;
    private readonly int _side;
    private readonly PixelScale _scale;

    private DigitDataset(string name, ulong seed, uint part, int side, int count, DataOptions options)
    {
        (Name, _seed, _part, _side) = (name, seed, part, side);
        _pixels = new byte[(long)count * side * side];
        _drawn = new bool[count];
        _scale = new PixelScale(options);
        SampleShape = [1, side, side];
    }

    public override string Name { get; }

    public override int Count => _drawn.Length;

    public override IReadOnlyList<int> SampleShape { get; }

    public override IReadOnlyList<string> ClassNames { get; } = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    public static DigitDataset Open(DataSpec spec, DataOptions options)
    {
        int side = options.Width > 0 ? options.Width : 28;
        if (side is < LeastSide or > MostSide || (options.Height > 0 && options.Height != side) || options.Channels > 1)
            Throw.Data($"Data '{spec}': digits are grey squares of {LeastSide} to {MostSide} pixels, not {options.Width} x {options.Height} x {options.Channels}.");
        Split split = spec.Split ?? Split.All;
        int count = options.Count > 0 ? options.Count : split is Split.Train or Split.All ? DefaultTrain : DefaultOther;
        if ((long)count * side * side > Math.Min(options.MaxBytes, Array.MaxLength))
            Throw.Memory($"Data '{spec}': {count} pictures of {side} x {side} are over the limit of {options.MaxBytes} bytes. Take fewer.");
        uint part = split switch { Split.Validation => 1, Split.Test => 2, _ => 0 };
        return new DigitDataset(spec.ToString(), options.Seed, part, side, count, options);
    }

    public override void CopySample(int index, Span<float> target)
    {
        int length = _side * _side;
        Span<byte> pixels = _pixels.AsSpan(index * length, length);
        // Two threads may draw the same sample at once: both write the same bytes, and the flag is set behind them.
        if (!Volatile.Read(ref _drawn[index]))
        {
            DigitSample.Draw(_seed, _part, index, _side, pixels);
            Volatile.Write(ref _drawn[index], true);
        }
        _scale.Copy(pixels, target);
    }

    public override int Label(int index) => index % 10;
}
