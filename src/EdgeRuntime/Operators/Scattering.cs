using System.Numerics;
using System.Runtime.CompilerServices;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>What the scattering operators share.</summary>
internal static class Scattering
{
    /// <summary>The attribute <c>reduction</c> of ScatterElements and ScatterND.</summary>
    public static ScatterReduction Import(ImportNode node)
    {
        string name = node.String("reduction", "none");
        ScatterReduction? reduction = name switch
        {
            "none" => ScatterReduction.None,
            "add" => ScatterReduction.Add,
            "mul" => ScatterReduction.Mul,
            "max" => ScatterReduction.Max,
            "min" => ScatterReduction.Min,
            _ => null,
        };
        if (reduction is null)
            node.Refuse($"reduction '{name}' is not one of none, add, mul, max and min");
        return reduction.Value;
    }

    /// <summary>Fails unless data and updates are of one type, which can be reduced, and indices are integers.</summary>
    public static void Check(Node node, ScatterReduction reduction)
    {
        if (node.Type(1) is not (ElementType.Int32 or ElementType.Int64))
            node.Fail($"indices {node.Input(1)} must be 32- or 64-bit integers.");
        if (node.Type(2) != node.Type(0) || (reduction != ScatterReduction.None && node.Type(0) == ElementType.Bool))
            node.Fail($"updates {node.Input(2)} must have the type of {node.Input(0)}, and numbers where they are reduced by {reduction}.");
    }

    /// <summary>Whether the rule has a gradient: products and extremes have none here.</summary>
    public static bool HasGradient(ScatterReduction reduction) => reduction is ScatterReduction.None or ScatterReduction.Add;

    /// <summary>The gradient of the data: dy, without what was replaced.</summary>
    public static void AddDataGradient(Node node, GradientBuilder gradient, Operator replacing, bool replaces, Value dy)
    {
        if (!gradient.Needs(node.Input(0)))
            return;
        if (replaces)
            dy = gradient.Emit(replacing, dy, node.Input(1), gradient.Emit(new Expand(node.Shape(2)), gradient.Constant(Tensor.Scalar(0))));
        gradient.Add(node.Input(0), dy);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Combine<T>(ScatterReduction reduction, T old, T update)
        where T : unmanaged, INumber<T> => reduction switch
        {
            ScatterReduction.Add => old + update,
            ScatterReduction.Mul => old * update,
            ScatterReduction.Max => T.Max(old, update),
            ScatterReduction.Min => T.Min(old, update),
            _ => update,
        };
}
