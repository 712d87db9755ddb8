using EdgeRuntime.Kernels;

namespace EdgeRuntime.Operators;

/// <summary>The clamp that a product applies on the way to memory, so that Relu, Relu6 and Clip cost nothing after it.</summary>
internal readonly record struct Bounds(float Low, float High)
{
    public static Bounds None => new(float.NegativeInfinity, float.PositiveInfinity);

    public static Bounds Relu => new(0, float.PositiveInfinity);

    /// <summary>The kernel's epilogue with a residual of the output's shape, or null.</summary>
    public unsafe Epilogue With(float* residual) => new() { Residual = residual, Low = Low, High = High };
}
