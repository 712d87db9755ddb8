using System;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Data.Signals;

/// <summary>The triangles of the mel bands over the bins of a spectrum, without the zeros around them.</summary>
internal sealed unsafe class MelFilters
{
    private readonly int[] _starts;
    private readonly int[] _lengths;
    private readonly float[] _weights;

    public MelFilters(LogMelOptions options)
    {
        double high = options.HighHertz == 0 ? options.SampleRate / 2d : options.HighHertz;
        double[] edges = MelBands.Edges(options.MelBands, options.LowHertz, high, options.Scale == MelScale.Slaney);
        int bins = RealFftF32.Bins(options.FftLength), count = 0;
        float[] weights = new float[2 * (bins + options.MelBands)]; // a bin lies in at most two bands
        _starts = new int[options.MelBands];
        _lengths = new int[options.MelBands];
        for (int band = 0; band < options.MelBands; band++)
        {
            (double low, double centre, double top) = (edges[band], edges[band + 1], edges[band + 2]);
            double scale = options.NormalizedBands ? 2 / (top - low) : 1;
            for (int bin = 0; bin < bins; bin++)
            {
                double triangle = MelBands.Triangle((double)bin * options.SampleRate / options.FftLength, low, centre, top);
                if (triangle <= 0)
                    continue;
                if (_lengths[band]++ == 0)
                    _starts[band] = bin;
                weights[count++] = (float)(scale * triangle);
            }
        }
        _weights = weights[..count];
    }

    public int Bytes => sizeof(float) * (_starts.Length + _lengths.Length + _weights.Length);

    public void Run(float* spectrum, float* bands)
    {
        fixed (int* starts = _starts, lengths = _lengths)
        fixed (float* weights = _weights)
            BandSumF32.Run(spectrum, starts, lengths, weights, bands, _starts.Length);
    }
}
