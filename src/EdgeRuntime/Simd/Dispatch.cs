using System;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace EdgeRuntime.Simd;

/// <summary>Makes something (a step, a test run) for one instruction set.</summary>
internal interface ISimdMaker<out TResult>
{
    TResult Make<S, V>()
        where S : struct, ISimd<V>
        where V : struct;
}

/// <summary>The one place that decides which instruction set runs.</summary>
internal static class Dispatch
{
    /// <summary>The set that runs where nobody asks for another: <c>EDGE_ISA</c>, else the widest of this CPU.</summary>
    public static Isa Default { get; } = Environment.GetEnvironmentVariable("EDGE_ISA") is { Length: > 0 } name ? Parse(name) : Widest();

    public static bool IsSupported(Isa isa) => isa switch
    {
        Isa.Scalar => true,
        Isa.Neon => AdvSimd.Arm64.IsSupported,
        Isa.Avx2 => Avx2.IsSupported && Fma.IsSupported,
        Isa.Avx512 => Avx512F.IsSupported && Avx512DQ.IsSupported,
        _ => false,
    };

    public static Isa Parse(string name)
    {
        Isa isa = name.ToLowerInvariant() switch
        {
            "scalar" => Isa.Scalar,
            "neon" => Isa.Neon,
            "avx2" => Isa.Avx2,
            "avx512" => Isa.Avx512,
            _ => (Isa)(-1),
        };
        if (isa < 0)
            Throw.Data($"Instruction set '{name}' is unknown: use scalar, avx2, avx512 or neon.");
        Require(isa);
        return isa;
    }

    public static void Require(Isa isa)
    {
        if (!IsSupported(isa))
            Throw.Unsupported($"This CPU does not have {Name(isa)}: leave --isa and EDGE_ISA away, or use {Name(Widest())} or scalar.");
    }

    public static string Name(Isa isa) => isa.ToString().ToLowerInvariant();

    /// <summary>Makes for <paramref name="isa"/>; a set that the CPU lacks is not checked here, so that tests reach all of them.</summary>
    public static TResult Make<TMaker, TResult>(Isa isa, TMaker maker)
        where TMaker : ISimdMaker<TResult> => isa switch
        {
            Isa.Avx512 => maker.Make<Avx512Set, Vector512<float>>(),
            Isa.Avx2 => maker.Make<Avx2Set, Vector256<float>>(),
            Isa.Neon => maker.Make<NeonSet, Vector128<float>>(),
            _ => maker.Make<ScalarSet, float>(),
        };

    /// <summary>
    /// The set for a loop across <paramref name="lanes"/> numbers: a narrower one where most of a short row would fall into the tail of
    /// <paramref name="isa"/>. All sets give the same bits, so this is a matter of speed alone.
    /// </summary>
    public static Isa Fitting(Isa isa, int lanes)
    {
        if (isa == Isa.Avx512 && lanes < 64 && lanes % 16 >= 8 && IsSupported(Isa.Avx2))
            return Isa.Avx2;
        if (isa is Isa.Avx512 or Isa.Avx2 && lanes is >= 4 and < 8)
            return Isa.Neon; // four lanes of portable vector operations: any CPU has them
        return isa;
    }

    private static Isa Widest()
    {
        if (IsSupported(Isa.Avx512))
            return Isa.Avx512;
        if (IsSupported(Isa.Avx2))
            return Isa.Avx2;
        return IsSupported(Isa.Neon) ? Isa.Neon : Isa.Scalar;
    }
}
