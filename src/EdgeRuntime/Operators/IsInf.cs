using System.Numerics;

namespace EdgeRuntime.Operators;

/// <summary>Whether an element is infinite.</summary>
/// <param name="Negative">-inf counts.</param>
/// <param name="Positive">inf counts.</param>
internal sealed record IsInf(bool Negative, bool Positive) : Condition<IsInf.Infinite>(new Infinite(Negative, Positive))
{
    /// <summary>ONNX IsInf 10, 20 and newer.</summary>
    public static void Import(ImportNode node) =>
        node.Return(node.Emit(new IsInf(node.Flag("detect_negative", true), node.Flag("detect_positive", true)), node.Input(0)));

    internal readonly record struct Infinite(bool Negative, bool Positive) : ICondition
    {
        public bool Holds<T>(T x)
            where T : unmanaged, INumber<T> => (Negative && T.IsNegativeInfinity(x)) || (Positive && T.IsPositiveInfinity(x));
    }
}
