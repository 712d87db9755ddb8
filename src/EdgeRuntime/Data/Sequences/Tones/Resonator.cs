using System;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Data.Sequences.Tones;

/// <summary>A resonance of the mouth: a filter of second order whose gain at 0 Hz is 1 (Klatt, 1980). Doubles and + - * / alone.</summary>
internal struct Resonator
{
    private double _input;
    private double _first;
    private double _second;
    private double _before;
    private double _earlier;

    /// <summary>Moves the resonance; what sounds goes on.</summary>
    public void Tune(double hertz, double bandwidthHertz, int rate)
    {
        double radius = StableMath.Exp(-Math.PI * bandwidthHertz / rate);
        _second = -radius * radius;
        _first = 2 * radius * StableMath.CosOfPi(Math.Clamp(2 * hertz / rate, 0, 1));
        _input = 1 - _first - _second;
    }

    /// <summary>The next sample.</summary>
    public double Next(double sample)
    {
        double output = (_input * sample) + (_first * _before) + (_second * _earlier);
        (_earlier, _before) = (_before, output);
        return output;
    }
}
