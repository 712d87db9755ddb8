using System.Collections.Generic;
using Devices;
using EdgeRuntime;
using Xunit;

namespace Tests.Devices;

public sealed class BoardProgramTests
{
    private const string Usage = "Sample [--frames N] [--model FILE] [--paced]";

    [Fact]
    public void OptionsHaveTheirValues()
    {
        int status = BoardProgram.Run(Usage, ["--paced", "--model", "a.onnx", "--frames", "7"], program =>
        {
            Assert.True(program.Has("--paced"));
            Assert.Equal("a.onnx", program.Text("--model"));
            return program.Number("--frames", 1);
        });
        Assert.Equal(7, status);
        Assert.Equal(3, BoardProgram.Run(Usage, [], program => program.Has("--paced") || program.Text("--model") is not null ? 9 : program.Number("--frames", 3)));
    }

    public static TheoryData<string[]> Wrong => new([["--frame", "7"], ["--frames"], ["--frames", "0"], ["--frames", "x"], ["7"], ["--paced", "7"], ["--model", ""], ["--frames N"]]);

    [Theory]
    [MemberData(nameof(Wrong))]
    public void AWrongCommandLineIsStatusTwo(string[] args) =>
        Assert.Equal(2, BoardProgram.Run(Usage, args, program => program.Number("--frames", 1) - 1));

    [Fact]
    public void WhatIsWrongWithAModelIsStatusOneAndHelpRunsNothing()
    {
        List<string> ran = [];
        Assert.Equal(1, BoardProgram.Run(Usage, [], _ => throw new EdgeException(ErrorKind.Format, "broken")));
        Assert.Equal(0, BoardProgram.Run(Usage, ["--help"], _ =>
        {
            ran.Add("help");
            return 5;
        }));
        Assert.Empty(ran);
    }
}
