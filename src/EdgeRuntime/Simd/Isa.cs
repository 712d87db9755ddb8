namespace EdgeRuntime;

/// <summary>An instruction set that Edge has kernels for.</summary>
public enum Isa
{
    /// <summary>One lane; runs everywhere.</summary>
    Scalar,

    /// <summary>64-bit Arm, 4 lanes.</summary>
    Neon,

    /// <summary>x64 with AVX2 and FMA, 8 lanes.</summary>
    Avx2,

    /// <summary>x64 with AVX-512F, 16 lanes.</summary>
    Avx512,
}
