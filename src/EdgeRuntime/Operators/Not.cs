using System.Numerics;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>Whether a bool does not hold.</summary>
internal sealed record Not() : Condition<Not.IsFalse>(default(IsFalse))
{
    /// <summary>ONNX Not 1 and newer.</summary>
    public static void Import(ImportNode node) => node.Return(node.Emit(new Not(), node.Input(0)));

    public override bool Takes(ElementType type) => type == ElementType.Bool;

    public override Sharing Shares(Node node, int output) => Sharing.InPlace(0);

    internal readonly record struct IsFalse : ICondition
    {
        public bool Holds<T>(T x)
            where T : unmanaged, INumber<T> => T.IsZero(x);
    }
}
