using System;
using System.IO;
using System.Text.RegularExpressions;
using EdgeCli.Live;
using EdgeRuntime;
using EdgeRuntime.Training;
using Spectre.Console;
using Xunit;

namespace Tests.Cli.Live;

public class LiveTableTests
{
    private const string HideCursor = "\u001b[?25l", ShowCursor = "\u001b[?25h";

    [Fact]
    public void TheWholeTableStaysWhenTheTrainingEnds()
    {
        (LiveTable table, StringWriter screen) = Open();
        table.Show(() => Train(table, epochs: 30));
        string output = Regex.Replace(screen.ToString(), "\u001b\\[[0-9;?]*[A-Za-z]", "");
        string last = output[(output.LastIndexOf("val acc", StringComparison.Ordinal) - 60)..];
        for (int epoch = 1; epoch <= 30; epoch++)
            Assert.Contains($" {epoch}   {1.0 / epoch:0.00000}", last);
        Assert.Contains("0.10000 *", last); // epoch 10 has the lowest validation loss
        Assert.Contains("a note", last);
        Assert.Contains("epoch 2/30", output);
        Assert.Contains(" steps/s, ", output);
    }

    [Fact]
    public void WhatTheTrainingThrowsComesThroughAndTheCursorIsShownAgain()
    {
        (LiveTable table, StringWriter screen) = Open();
        Assert.Throws<EdgeException>(() => table.Show(() =>
        {
            Train(table, epochs: 2);
            throw new EdgeException(ErrorKind.Data, "the disk is full");
        }));
        string output = screen.ToString();
        Assert.True(output.LastIndexOf(ShowCursor, StringComparison.Ordinal) > output.LastIndexOf(HideCursor, StringComparison.Ordinal));
    }

    private static FitResult Train(LiveTable table, int epochs)
    {
        for (int epoch = 1; epoch <= epochs; epoch++)
        {
            for (int step = 1; step <= 3; step++)
                table.AfterStep(new FitProgress(epoch, epochs, step, 3, 1f / epoch, 1.0 / epoch, 0.1f));
            table.AfterEpoch(new EpochResult(epoch, 1.0 / epoch, 0.5, Math.Abs(epoch - 10) + 0.1, 0.5, 1.5));
        }

        table.Note("a note");
        return new FitResult([], 0, 0, StopReason.Done, null);
    }

    private static (LiveTable Table, StringWriter Screen) Open()
    {
        StringWriter screen = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.Yes, Out = new AnsiConsoleOutput(screen),
        });
        (console.Profile.Width, console.Profile.Height) = (80, 24);
        long now = 0;
        return (new LiveTable(console, () => now += 200), screen);
    }
}
