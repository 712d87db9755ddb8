using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>
/// ONNX Momentum 1 of <c>ai.onnx.preview.training</c>: <c>V' = alpha V + (T &gt; 0 ? beta : 1) G; X' = X - R V'</c>, or
/// <c>X - R (G + alpha V')</c> in the mode <c>nesterov</c>.
/// </summary>
internal static class OnnxMomentum
{
    public static void Import(ImportNode node)
    {
        float alpha = node.Float("alpha", 0), beta = node.Float("beta", 1);
        string mode = node.String("mode", "standard");
        if (mode is not ("standard" or "nesterov"))
            node.Refuse($"mode '{mode}' is not known: use standard or nesterov");
        OnnxUpdate.Import(node, states: 1, (u, x, g, states) =>
        {
            Value part = u.Choose(u.IsFirst, u.Scalar(1), u.Scalar(beta));
            Value v = u.Add(u.Times(alpha, states[0]), u.Multiply(part, g));
            return [u.Subtract(x, u.Multiply(u.Rate, mode == "nesterov" ? u.Add(g, u.Times(alpha, v)) : v)), v];
        });
    }
}
