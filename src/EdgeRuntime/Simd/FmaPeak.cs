using System;
using System.Diagnostics;

namespace EdgeRuntime.Simd;

/// <summary>What this core can do at most: a short loop of independent fused multiply-adds, timed.</summary>
internal static class FmaPeak
{
    private const int Turns = 20_000;
    private const int Rounds = 25;
    private const int Chains = 12; // more than latency times throughput of any core in question: 4 x 2 on x64, 4 x 2 or 7 x 1 on Arm

    /// <summary>The best of some rounds, in 10^9 operations a second; a multiply-add counts two.</summary>
    public static double GigaFlops(Isa isa) => Dispatch.Make<Maker, double>(isa, default);

    private static double Measure<S, V>()
        where S : struct, ISimd<V>
        where V : struct
    {
        double best = 0;
        float used = 0;
        for (int round = 0; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            used += Loop<S, V>(Turns);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            best = Math.Max(best, 2.0 * Turns * Chains * S.Count / seconds / 1e9);
        }

        return float.IsNaN(used) ? 0 : best;
    }

    private static unsafe float Loop<S, V>(int turns)
        where S : struct, ISimd<V>
        where V : struct
    {
        V x = S.Set(0.999f), y = S.Set(0.001f);
        V a = y, b = y, c = y, d = y, e = y, f = y, g = y, h = y, i = y, j = y, k = y, l = y;
        for (int turn = 0; turn < turns; turn++)
        {
            a = S.Fma(a, x, y);
            b = S.Fma(b, x, y);
            c = S.Fma(c, x, y);
            d = S.Fma(d, x, y);
            e = S.Fma(e, x, y);
            f = S.Fma(f, x, y);
            g = S.Fma(g, x, y);
            h = S.Fma(h, x, y);
            i = S.Fma(i, x, y);
            j = S.Fma(j, x, y);
            k = S.Fma(k, x, y);
            l = S.Fma(l, x, y);
        }

        V sum = S.Add(S.Add(S.Add(a, b), S.Add(c, d)), S.Add(S.Add(S.Add(e, f), S.Add(g, h)), S.Add(S.Add(i, j), S.Add(k, l))));
        float* lanes = stackalloc float[16];
        S.Store(lanes, sum);
        return lanes[0];
    }

    private readonly struct Maker : ISimdMaker<double>
    {
        public double Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct => Measure<S, V>();
    }
}
