using System.Numerics;

namespace EdgeRuntime.Operators;

/// <summary>Whether an element is NaN.</summary>
internal sealed record IsNaN() : Condition<IsNaN.NotANumber>(default(NotANumber))
{
    /// <summary>ONNX IsNaN 9, 13, 20 and newer.</summary>
    public static void Import(ImportNode node) => node.Return(node.Emit(new IsNaN(), node.Input(0)));

    internal readonly record struct NotANumber : ICondition
    {
        public bool Holds<T>(T x)
            where T : unmanaged, INumber<T> => T.IsNaN(x);
    }
}
