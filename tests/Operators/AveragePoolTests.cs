using System.Collections.Generic;
using EdgeRuntime.Operators;
using Tests.Support;

namespace Tests.Operators;

public class AveragePoolTests : OperatorContract
{
    private protected override IEnumerable<OperatorCase> Cases =>
    [
        Case(new([2, 12, 5, 7], [2, 2]) { Strides = [2, 2], Outputs = [2, 3] }, 11),
        Case(new([1, 3, 9], [3]) { Strides = [2], Outputs = [4] }, 7),
        Case(new([1, 5, 7, 6], [3, 3]) { Strides = [2, 1], Begin = [1, 0], End = [1, 2], Outputs = [4, 6] }, 11),
        Case(new([1, 5, 7, 6], [3, 3]) { Strides = [2, 1], Begin = [1, 0], End = [1, 2], Outputs = [4, 6], CountPadding = true }, 11),
        // What lies beyond the padding is not counted even when padding is.
        Case(new([1, 17, 6, 6], [3, 3]) { Strides = [2, 2], Begin = [0, 0], End = [1, 0], Outputs = [3, 3], CountPadding = true }, 10, ("ceil_mode", 1)),
        // The only window is longer than the axis with its padding: rounded up it counts, as in ONNX Runtime.
        Case(new([1, 6, 3, 7], [5, 3]) { Strides = [3, 2], Begin = [1, 0], End = [0, 0], Outputs = [1, 3] }, 11, ("ceil_mode", 1)),
        Case(new([1, 6, 3, 7], [5, 3]) { Strides = [3, 2], Begin = [1, 0], End = [0, 0], Outputs = [1, 3], CountPadding = true }, 11, ("ceil_mode", 1)),
        Case(new([1, 2, 6, 5, 7], [2, 2, 3]) { Dilations = [2, 1, 3], Begin = [1, 0, 2], End = [0, 1, 2], Outputs = [5, 5, 5], CountPadding = true }, 19),
        Case(new([1, 6, 5, 8], [3, 2]) { Strides = [2, 2], Begin = [1, 0], End = [1, 0], Outputs = [3, 4] }, 11, ("auto_pad", "SAME_UPPER")),
        Global(2, 40, 5, 5),
        Global(3, 5, 7),
        Global(1, 8, 13, 11),
        OperatorCase.Of(new AveragePoolGradient(Pool([2, 2], [2, 2]), new(2, 5, 5, 11)), OperatorInput.Of(2, 2, 2, 11)) with { NoGradient = "it is one itself" },
        OperatorCase.Of(new AveragePoolGradient(Pool([3, 2], [1, 1]), new(2, 4, 4, 21)), OperatorInput.Of(2, 2, 3, 21)) with { NoGradient = "it is one itself" },
    ];

    private static AveragePool Pool(int[] kernel, int[] strides) =>
        new(new Window(new Axes(kernel), new Axes(strides), new Axes(1, 1), new Axes(0, 0), new Axes(0, 0)));

    private static OperatorCase Global(params int[] shape)
    {
        int[] kernel = shape[2..], outputs = new int[kernel.Length];
        System.Array.Fill(outputs, 1);
        return OperatorCase.Onnx("GlobalAveragePool", 1, [], OperatorInput.Of(shape)) with { Reference = new PoolReference(shape, kernel) { Outputs = outputs }.Average };
    }

    private static OperatorCase Case(PoolReference reference, int opset, params (string Name, object Value)[] more)
    {
        List<(string, object)> attributes = [("kernel_shape", reference.Kernel), .. more];
        if (reference.CountPadding)
            attributes.Add(("count_include_pad", 1));
        if (reference.Strides is { } strides)
            attributes.Add(("strides", strides));
        if (reference.Dilations is { } dilations)
            attributes.Add(("dilations", dilations));
        if (reference.Begin is { } begin && !attributes.Exists(a => a.Item1 == "auto_pad"))
            attributes.Add(("pads", (int[])[.. begin, .. reference.End ?? begin]));
        return OperatorCase.Onnx("AveragePool", opset, [.. attributes], OperatorInput.Of(reference.Input)) with { Reference = reference.Average };
    }
}
