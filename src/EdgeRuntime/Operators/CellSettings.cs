using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>What the cells of a recurrent layer compute, whatever their kind.</summary>
/// <param name="F">The function of gates, or of the whole of a plain cell.</param>
/// <param name="G">The function of candidates.</param>
/// <param name="H">The function of an LSTM's cell state.</param>
/// <param name="Clip">The bound of the arguments of F and G; infinite for none.</param>
internal readonly record struct CellSettings(CellActivation F, CellActivation G, CellActivation H, float Clip)
{
    public static CellSettings Usual => new(CellActivation.Sigmoid, CellActivation.Tanh, CellActivation.Tanh, float.PositiveInfinity);

    public bool IsUsual => this == Usual;

    public ChosenFunctions Functions => new(F, G, H, Clip);

    public override string ToString() => IsUsual ? "usual" : $"{F}, {G}, {H}{(float.IsPositiveInfinity(Clip) ? "" : $", clip {Clip}")}";

    /// <summary>Fails where a gradient cannot be had from what a training keeps.</summary>
    public void RequireGradient(Node node)
    {
        if (!float.IsPositiveInfinity(Clip))
            Throw.Unsupported($"{node.Path} clips the arguments of its functions, which has no gradient here: leave the clip out of what is trained, or freeze the layers up to it.");
        foreach (CellActivation function in (CellActivation[])[F, G, H])
        {
            if (!function.IsDifferentiable)
                Throw.Unsupported($"{node.Path}: {function.Kind} with alpha {function.Alpha} has no gradient here: freeze the layers up to it.");
        }
    }
}
