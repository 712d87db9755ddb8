using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>
/// ONNX Adam 1 of <c>ai.onnx.preview.training</c>: <c>V' = alpha V + (1 - alpha) G; H' = beta H + (1 - beta) G^2;
/// X' = (1 - norm_coefficient_post) (X - r V' / (sqrt(H') + epsilon))</c> with <c>r = R sqrt(1 - beta^T) / (1 - alpha^T)</c>, R where T is 0.
/// </summary>
internal static class OnnxAdam
{
    public static void Import(ImportNode node)
    {
        float alpha = node.Float("alpha", 0.9f), beta = node.Float("beta", 0.999f), epsilon = node.Float("epsilon", 1e-6f), post = node.Float("norm_coefficient_post", 0);
        OnnxUpdate.Import(node, states: 2, (u, x, g, states) =>
        {
            Value corrected = u.Divide(u.Multiply(u.Rate, u.Root(u.OneMinusPower(beta))), u.OneMinusPower(alpha));
            Value rate = u.Choose(u.IsFirst, u.Rate, corrected);
            Value v = u.Add(u.Times(alpha, states[0]), u.Times(1 - alpha, g));
            Value h = u.Add(u.Times(beta, states[1]), u.Times(1 - beta, u.Multiply(g, g)));
            Value next = u.Subtract(x, u.Divide(u.Multiply(rate, v), u.Add(u.Root(h), epsilon)));
            return [post == 0 ? next : u.Times(1 - post, next), v, h];
        });
    }
}
