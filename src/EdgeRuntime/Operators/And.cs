using System.Numerics;
using System.Runtime.Intrinsics;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Operators;

/// <summary>Whether both bools hold.</summary>
internal sealed record And : Comparison<And.Test>
{
    /// <summary>ONNX And 1, 7 and newer.</summary>
    public static void Import(ImportNode node) => node.Return(Emit(node, new And()));

    public override bool Takes(ElementType type) => type == ElementType.Bool;

    internal readonly struct Test : IComparison
    {
        public static bool Holds<T>(T a, T b)
            where T : unmanaged, INumber<T> => !T.IsZero(a) && !T.IsZero(b);

        public static Vector128<T> Holds<T>(Vector128<T> a, Vector128<T> b) => ~(Vector128.Equals(a, Vector128<T>.Zero) | Vector128.Equals(b, Vector128<T>.Zero));
    }
}
