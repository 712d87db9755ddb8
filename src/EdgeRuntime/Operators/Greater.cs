using System.Numerics;
using System.Runtime.Intrinsics;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Operators;

/// <summary><c>a &gt; b</c>; false where either is NaN.</summary>
internal sealed record Greater : Comparison<Greater.Test>
{
    /// <summary>ONNX Greater 1, 7, 9, 13 and newer.</summary>
    public static void Import(ImportNode node) => node.Return(Emit(node, new Greater()));

    internal readonly struct Test : IComparison
    {
        public static bool Holds<T>(T a, T b)
            where T : unmanaged, INumber<T> => a > b;

        public static Vector128<T> Holds<T>(Vector128<T> a, Vector128<T> b) => Vector128.GreaterThan(a, b);
    }
}
