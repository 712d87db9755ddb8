using System;
using System.Collections.Generic;
using EdgeCli.Conformance;
using EdgeRuntime;
using Tests.Support;
using Xunit;

namespace Tests.Cli;

public class ConformanceTests
{
    // ONNX 1.7 stored outputs that its own specification contradicts; later suites expect other numbers of the same inputs, which Edge gives.
    private static readonly string[] CorrectedByOnnx =
    [
        "test_adam_multiple", // made with an epsilon of 0.01 that the node does not have
        "test_momentum", // the weight stays as it is, and beta counts at the first iteration
        "test_momentum_multiple", // the same
    ];

    // At least so many pass: a line that falls out of the operator table would turn passes into refusals.
    [Theory]
    [InlineData("onnx-node-dev", 623)]
    [InlineData("onnx-node-other-dev", 172)]
    [InlineData("onnx-node-v1.7.0-opset12-dev", 337)]
    [InlineData("onnx-node-v1.4.1-opset9-dev", 179)]
    [InlineData("onnx-pytorch-converted-dev", 48)]
    [InlineData("onnx-pytorch-operator-dev", 21)]
    [InlineData("onnx-simple-dev", 3)]
    [InlineData("onnx2c-dev", 49)]
    public void EveryCasePassesOrIsRefusedByName(string suite, int atLeast)
    {
        List<string> failed = [];
        int passed = 0;
        foreach (ConformanceCase item in CaseReader.Read(Shared.Path($"data/conformance/{suite}.zip")))
        {
            CaseResult result = CaseRunner.Run(item, new SessionOptions());
            passed += result.Status == CaseResult.Passed ? 1 : 0;
            if (result.Status == CaseResult.Failed || (result.Status == CaseResult.Unsupported && result.Reason.Length < 20))
                failed.Add($"{result.Name}: {result.Reason}");
        }

        if (suite == "onnx-node-v1.7.0-opset12-dev")
            Assert.Equal(CorrectedByOnnx.Length, failed.RemoveAll(line => Array.Exists(CorrectedByOnnx, name => line.StartsWith(name + ":", StringComparison.Ordinal))));
        Assert.True(failed.Count == 0, string.Join("\n", failed));
        Assert.True(passed >= atLeast, $"{passed} cases pass, {atLeast} did.");
    }

    [Theory]
    [InlineData(1.0, 1.0009, true)]
    [InlineData(1.0, 1.0011, false)]
    [InlineData(0.0, 1e-7, true)]
    [InlineData(0.0, 2e-7, false)]
    [InlineData(double.NaN, double.NaN, true)]
    [InlineData(double.NaN, 1.0, false)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity, true)]
    [InlineData(double.PositiveInfinity, double.NegativeInfinity, false)]
    public void FloatsAreComparedAsTheOnnxRunnerDoes(double expected, double actual, bool close) =>
        Assert.Equal(close, Comparison.IsClose(actual, expected));

    [Fact]
    public void IntegersTypesAndShapesMustBeEqual()
    {
        Tensor three = Tensor.Ints(1, 2, 3);
        Assert.Null(Comparison.Difference("y", three, Tensor.Ints(1, 2, 3)));
        Assert.Contains("element 2 is 3, expected 4", Comparison.Difference("y", three, Tensor.Ints(1, 2, 4)), StringComparison.Ordinal);
        Assert.NotNull(Comparison.Difference("y", three, Tensor.Ints(1, 2)));
        Assert.NotNull(Comparison.Difference("y", three, Tensor.Of<int>(new Shape(3), [1, 2, 3])));
    }

    [Fact]
    public void DropoutIsJudgedByItsStatistics()
    {
        Tensor x = new(ElementType.Float32, new Shape(400)), y = new(ElementType.Float32, new Shape(400));
        x.As<float>().Fill(1);
        for (int i = 0; i < 400; i += 2)
            y.As<float>()[i] = 2;
        Assert.Null(DropoutCheck.Difference([x], [y]));
        Assert.NotNull(DropoutCheck.Difference([x, Tensor.Scalar(0.75f)], [y]));
        y.As<float>()[0] = 1.5f;
        Assert.NotNull(DropoutCheck.Difference([x], [y]));
    }
}
