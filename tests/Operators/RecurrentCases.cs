using System;
using System.Collections.Generic;
using EdgeRuntime;
using Tests.Support;

namespace Tests.Operators;

/// <summary>Cases of recurrent layers: shapes, directions, states and lengths that all three kinds share.</summary>
internal static class RecurrentCases
{
    /// <summary>All inputs, without lengths: in order x, w, r, b, h0 (and c0, peepholes).</summary>
    public static OperatorCase Full(RecurrentReference reference, params (string Name, object Value)[] attributes) =>
        Make(reference, weightsAtRunTime: false, bias: true, states: true, peepholes: false, attributes);

    public static OperatorCase Make(
        RecurrentReference reference, bool weightsAtRunTime, bool bias, bool states, bool peepholes, params (string Name, object Value)[] attributes)
    {
        RecurrentReference r = reference;
        int d = r.Directions, g = r.Gates * r.H;
        OperatorInput Weight(params int[] shape) => OperatorInput.Of(-0.5, 0.5, shape) with { IsConstant = !weightsAtRunTime };
        OperatorInput State() => OperatorInput.Of(-1, 1, r.BatchFirst ? [r.B, d, r.H] : [d, r.B, r.H]);
        bool lstm = r.Type == "LSTM";
        List<OperatorInput?> inputs =
        [
            OperatorInput.Of(r.BatchFirst ? [r.B, r.T, r.I] : [r.T, r.B, r.I]), Weight(d, g, r.I), Weight(d, g, r.H),
            bias ? Weight(d, 2 * g) : null,
            r.Lengths is null ? null : OperatorInput.Of(Tensor.Of<int>(new Shape(r.B), r.Lengths)),
            states ? State() : null,
        ];
        if (lstm && (states || peepholes))
            inputs.Add(states ? State() : null);
        if (peepholes)
            inputs.Add(Weight(d, 3 * r.H));
        List<(string, object)> all = [("hidden_size", r.H), .. attributes];
        if (r.Direction != "forward")
            all.Add(("direction", r.Direction));
        if (r.LinearBeforeReset)
            all.Add(("linear_before_reset", 1));
        if (r.CouplesGates)
            all.Add(("input_forget", 1));
        if (r.BatchFirst)
            all.Add(("layout", 1));
        if (!double.IsPositiveInfinity(r.Clip))
            all.Add(("clip", (float)r.Clip));
        return OperatorCase.Onnx(r.Type, 14, lstm ? 3 : 2, [.. all], [.. inputs]) with
        {
            Reference = v =>
            {
                int next = 3;
                double[]? Take(bool there) => there ? v[next++] : null;
                double[]? b = Take(bias);
                _ = Take(r.Lengths is not null);
                double[]? h0 = Take(states), c0 = Take(states && lstm);
                return r.Run(v[0], v[1], v[2], b, h0, c0, Take(peepholes)).Y;
            },
        };
    }

    /// <summary>What every kind must do, with <paramref name="change"/> making the kind's own variant.</summary>
    public static IEnumerable<OperatorCase> Shared(string type, Func<RecurrentReference, RecurrentReference> change)
    {
        RecurrentReference Of(int t, int b, int i, int h) => change(new RecurrentReference(type, t, b, i, h));
        yield return Full(Of(5, 1, 3, 20));
        yield return Full(Of(3, 2, 4, 16));
        yield return Full(Of(2, 15, 3, 9) with { Direction = "reverse" });
        yield return Full(Of(4, 3, 2, 5) with { Direction = "bidirectional" });
        yield return Full(Of(4, 3, 2, 5) with { Direction = "bidirectional", BatchFirst = true });
        yield return Make(Of(3, 1, 5, 70), weightsAtRunTime: true, bias: false, states: false, peepholes: false);
        yield return Make(Of(3, 4, 5, 6) with { BatchFirst = true }, weightsAtRunTime: true, bias: true, states: true, peepholes: false);
        yield return Full(Of(1, 1, 3, 4));
        yield return Full(Of(5, 4, 3, 7) with { Lengths = [3, 5, 1, 0] });
        yield return Full(Of(5, 4, 3, 7) with { Lengths = [3, 5, 1, 0], Direction = "bidirectional" });
        yield return Full(Of(6, 1, 2, 8) with { Lengths = [4], Direction = "reverse" });
    }

    /// <summary>As in double precision, by their names in ONNX.</summary>
    public static Func<double, double> Function(string name, double alpha, double beta) => name switch
    {
        "Relu" => x => Math.Max(0, x),
        "Affine" => x => (alpha * x) + beta,
        "LeakyRelu" => x => x < 0 ? alpha * x : x,
        "ThresholdedRelu" => x => x > alpha ? x : 0,
        "ScaledTanh" => x => alpha * Math.Tanh(beta * x),
        "HardSigmoid" => x => Math.Clamp((alpha * x) + beta, 0, 1),
        "Elu" => x => x < 0 ? alpha * (Math.Exp(x) - 1) : x,
        "Softsign" => x => x / (1 + Math.Abs(x)),
        "Softplus" => x => Math.Log(1 + Math.Exp(x)),
        "Sigmoid" => RecurrentReference.Sigmoid,
        _ => Math.Tanh,
    };
}
