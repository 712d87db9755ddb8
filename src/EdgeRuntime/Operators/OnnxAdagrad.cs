using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>
/// ONNX Adagrad 1 of <c>ai.onnx.preview.training</c>: <c>H' = H + G^2; X' = X - R / (1 + T decay_factor) G / (sqrt(H') + epsilon)</c>.
/// </summary>
internal static class OnnxAdagrad
{
    public static void Import(ImportNode node)
    {
        float decay = node.Float("decay_factor", 0), epsilon = node.Float("epsilon", 1e-6f);
        OnnxUpdate.Import(node, states: 1, (u, x, g, states) =>
        {
            Value rate = u.Divide(u.Rate, u.Add(u.Times(decay, u.Step), 1));
            Value h = u.Add(states[0], u.Multiply(g, g));
            return [u.Subtract(x, u.Divide(u.Multiply(rate, g), u.Add(u.Root(h), epsilon))), h];
        });
    }
}
