using System;
using System.Diagnostics;
using System.IO;
using Devices;
using Devices.Imaging;
using Devices.Streams;
using DigitCamera;
using EdgeRuntime;

// Frames -> digits in them -> 28 x 28 each -> network -> label and probability. See README.md.
return BoardProgram.Run("DigitCamera [--frames N] [--seed N] [--folder DIR] [--model FILE.onnx] [--picture FILE.png] [--picture-of FRAME]", args, Run);

static int Run(BoardProgram program)
{
    int frames = program.Number("--frames", 200), pictureOf = Math.Min(program.Number("--picture-of", 10), frames);
    using IFrameSource source = program.Text("--folder") is { } folder
        ? new FolderSource(folder)
        : new DigitPageSource((ulong)program.Number("--seed", 1), frames);
    Model model = Model.Load(program.Text("--model") ?? Path.Combine(AppContext.BaseDirectory, "digits.onnx"));
    using Session session = new(model);
    Report.CheckFits(session);
    DigitFinder finder = new(source.Width, source.Height);
    FrameAnnotator annotator = new(source.Width, source.Height);
    Report report = new(session);
    byte[] frame = new byte[source.Width * source.Height];
    int[] labels = new int[new DigitFinderOptions().MaxDigits];
    Console.WriteLine($"Frames of {source.Width} x {source.Height}; the network takes {session.ArenaBytes} bytes in one block, planned before the first frame.");

    // The first call of everything compiles it: that would be the only thing to see in the times.
    finder.Find(frame);
    session.Run();
    for (int number = 1; number <= frames; number++)
    {
        long begun = Stopwatch.GetTimestamp();
        if (!source.Read(frame))
            break;
        long read = Stopwatch.GetTimestamp();
        int found = finder.Find(frame);
        bool pictured = number == pictureOf;
        if (pictured)
            annotator.Begin(frame);
        long networkTicks = 0;
        for (int i = 0; i < found; i++)
        {
            finder.Sample(i).CopyTo(session.Input<float>());
            long started = Stopwatch.GetTimestamp();
            session.Run();
            networkTicks += Stopwatch.GetTimestamp() - started;
            (labels[i], float probability) = StreamReport.Best(session.Output<float>());
            if (pictured)
                annotator.Mark(finder.Boxes[i], labels[i], probability);
        }

        report.Add(number, source, finder, labels.AsSpan(0, found), read - begun, networkTicks);
        if (pictured)
            report.SavePicture(annotator.Picture, program.Text("--picture") ?? "digitcamera.png");
    }
    return report.Finish(source);
}
