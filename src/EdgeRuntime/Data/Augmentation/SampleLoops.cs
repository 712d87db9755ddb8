using System;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Data.Augmentation;

/// <summary>The loops over a sample [channels, height, width], for one instruction set.</summary>
internal abstract unsafe class SampleLoops
{
    /// <summary>Loops for an instruction set.</summary>
    public static SampleLoops Of(Isa isa, int channels, int height, int width) => Dispatch.Make<Maker, SampleLoops>(isa, new Maker(channels, height, width));

    /// <summary>Warps all channels; the sample is overwritten.</summary>
    public abstract void Warp(float* sample, SourceMap map, ElasticField? elastic);

    /// <summary><c>x = gain x + offset</c>.</summary>
    public abstract void ScaleAndAdd(float* sample, int count, float gain, float offset);

    public abstract float Mean(float* sample, int count);

    private readonly record struct Maker(int Channels, int Height, int Width) : ISimdMaker<SampleLoops>
    {
        public SampleLoops Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct => new Loops<S, V>(Channels, Height, Width);
    }

    private readonly record struct ScaleAndOffset(float Gain, float Offset) : IMap
    {
        public V Apply<S, V>(V x)
            where S : struct, ISimd<V>
            where V : struct => S.Fma(x, S.Set(Gain), S.Set(Offset));
    }

    private sealed class Loops<S, V>(int channels, int height, int width) : SampleLoops
        where S : struct, ISimd<V>
        where V : struct
    {
        private readonly float[] _source = new float[channels * height * width];
        private readonly float[] _ramp = Ramp(width);
        private readonly float[] _weights = new float[2 * width];
        private readonly float[] _displacements = new float[2 * width];
        private readonly int[] _places = new int[width];

        public override void Warp(float* sample, SourceMap map, ElasticField? elastic)
        {
            new Span<float>(sample, _source.Length).CopyTo(_source);
            if (elastic is null)
                Array.Clear(_displacements);
            fixed (float* source = _source, ramp = _ramp, right = _weights, dx = _displacements)
            fixed (int* places = _places)
            {
                float* below = right + width, dy = dx + width;
                for (int y = 0; y < height; y++)
                {
                    elastic?.Row<S, V>(y, dx, dy);
                    WarpF32.Sources<S, V>(map.LineOf(y, width, height), ramp, dx, dy, width, height, places, right, below);
                    for (int c = 0; c < channels; c++)
                    {
                        int plane = c * height * width;
                        WarpF32.Row(source + plane, width, height, places, right, below, sample + plane + (y * width));
                    }
                }
            }
        }

        public override void ScaleAndAdd(float* sample, int count, float gain, float offset) =>
            Map.Run<S, V, ScaleAndOffset>(new ScaleAndOffset(gain, offset), sample, sample, count);

        public override float Mean(float* sample, int count) => LaneSum.Of<S, V, PlainTerm>(sample, sample, sample, 0, count) / count;

        private static float[] Ramp(int width)
        {
            float[] ramp = new float[width];
            for (int i = 0; i < ramp.Length; i++)
                ramp[i] = i;
            return ramp;
        }
    }
}
