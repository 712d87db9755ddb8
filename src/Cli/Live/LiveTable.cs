using System;
using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Training;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace EdgeCli.Live;

/// <summary>
/// A table of the epochs, the loss as curves and the progress, redrawn a few times a second. When the training ends, the whole table
/// stays on the screen as ordinary lines.
/// </summary>
internal sealed class LiveTable(IAnsiConsole console, Func<long> milliseconds) : TrainingDisplay
{
    private const long RedrawMilliseconds = 120;
    private const string ShowCursor = "\u001b[?25h";

    private readonly LiveView view = new();
    private readonly List<string> notes = [];
    private readonly StepClock clock = new(milliseconds());
    private LiveDisplayContext? screen;
    private long drawnAt;

    public static LiveTable OnStandardError() => new(
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }), () => Environment.TickCount64);

    public override FitResult Show(Func<FitResult> training)
    {
        ConsoleCancelEventHandler restore = (_, _) => console.Profile.Out.Writer.Write(ShowCursor);
        Console.CancelKeyPress += restore;
        try
        {
            return console.Live(new Text("")).AutoClear(true).Overflow(VerticalOverflow.Crop).Start(context =>
            {
                screen = context;
                return training();
            });
        }
        finally
        {
            Console.CancelKeyPress -= restore;
            console.Write(view.Whole(console.Profile.Width));
            foreach (string note in notes)
                console.Profile.Out.Writer.WriteLine(note);
        }
    }

    public override void AfterStep(FitProgress progress)
    {
        long now = milliseconds(), done = ((long)(progress.Epoch - 1) * progress.Steps) + progress.Step;
        clock.Tell(done, (long)progress.Epochs * progress.Steps, now);
        view.Add(progress);
        if (now - drawnAt < RedrawMilliseconds)
            return;
        drawnAt = now;
        Draw();
    }

    public override void AfterEpoch(EpochResult result)
    {
        view.Add(result);
        Draw();
    }

    public override void Note(string line) => notes.Add(line);

    private void Draw()
    {
        IRenderable picture = view.Running(console.Profile.Width, console.Profile.Height, clock);
        screen?.UpdateTarget(picture);
    }
}
