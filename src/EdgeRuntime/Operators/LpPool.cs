using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>The p-norm of each window, padding as zeros: the root of a mean of powers, times the number of taps.</summary>
internal static class LpPool
{
    /// <summary>ONNX LpPool 1 (p as a float), 2, 11, 18 (ceil_mode, dilations), 22 and newer.</summary>
    public static void Import(ImportNode node)
    {
        Window window = Pooling.ImportWindow(node);
        Value x = node.Input(0);
        // What hangs over the end counts nothing; as padding it counts as zeros, which is the same and leaves the number of taps alone.
        int[] end = window.End.Span.ToArray();
        for (int i = 0; i < end.Length && window.Ceiling; i++)
        {
            int room = x.Shape[i + 2] + window.Begin[i] + end[i] - window.Extent(i);
            int over = room >= 0 ? (window.Strides[i] - (room % window.Strides[i])) % window.Strides[i] : room > -window.Strides[i] ? -room : 0;
            bool starts = room < 0 || room + over < x.Shape[i + 2] + window.Begin[i];
            end[i] += starts ? over : 0;
        }

        Return(node, window with { End = new Axes(end), Ceiling = false });
    }

    /// <summary>ONNX GlobalLpPool 1 (p as a float), 2, 22 and newer.</summary>
    public static void ImportGlobal(ImportNode node) => Return(node, Pooling.ImportGlobal(node));

    private static void Return(ImportNode node, Window window)
    {
        float p = node.Opset < 2 ? node.Float("p", 2) : node.Int("p", 2);
        if (!(p >= 1))
            Throw.Shape($"{node.Path}: p = {p} must be at least 1.");
        Value x = node.ToChannelsLast(node.Input(0));
        Value powers = p == 2 ? node.Emit(new Mul(), x, x) : Power(node, node.Emit(new Abs(), x), p);
        Value mean = node.Emit(new AveragePool(window, CountPadding: true), powers);
        Value sum = node.Emit(new Mul(), mean, Cast.Convert(node, node.Scalar(window.Taps), x.Type));
        node.Return(node.ToChannelsFirst(p == 2 ? node.Emit(new Sqrt(), sum) : Power(node, sum, 1 / p)));
    }

    private static Value Power(ImportNode node, Value x, float exponent) =>
        exponent == 1 ? x : node.Emit(new Pow(), x, Cast.Convert(node, node.Scalar(exponent), x.Type));
}
