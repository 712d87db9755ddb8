using System;
using System.Diagnostics;
using System.IO;
using Devices.Imaging;
using DigitCamera;
using EdgeRuntime;

// Frames -> digits in them -> 28 x 28 each -> network -> label and probability. See README.md.
if (args is ["--help" or "-h", ..])
{
    Console.WriteLine(Arguments.Usage);
    return 0;
}
Arguments arguments;
try
{
    arguments = Arguments.Parse(args);
}
catch (ArgumentException e)
{
    Console.Error.WriteLine($"DigitCamera: {e.Message}\n{Arguments.Usage}");
    return 2;
}
try
{
    return Run(arguments);
}
catch (EdgeException e)
{
    Console.Error.WriteLine($"DigitCamera: {e.Message}");
    return 1;
}

static int Run(Arguments arguments)
{
    using IFrameSource source = arguments.Folder is null
        ? new DigitPageSource(arguments.Seed, arguments.Frames)
        : new FolderSource(arguments.Folder);
    Model model = Model.Load(arguments.Model ?? Path.Combine(AppContext.BaseDirectory, "digits.onnx"));
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
    for (int number = 1; number <= arguments.Frames; number++)
    {
        long begun = Stopwatch.GetTimestamp();
        if (!source.Read(frame))
            break;
        long read = Stopwatch.GetTimestamp();
        int found = finder.Find(frame);
        bool pictured = number == Math.Min(arguments.PictureOf, arguments.Frames);
        if (pictured)
            annotator.Begin(frame);
        long networkTicks = 0;
        for (int i = 0; i < found; i++)
        {
            finder.Sample(i).CopyTo(session.Input<float>());
            long started = Stopwatch.GetTimestamp();
            session.Run();
            networkTicks += Stopwatch.GetTimestamp() - started;
            (labels[i], float probability) = Report.Best(session.Output<float>());
            if (pictured)
                annotator.Mark(finder.Boxes[i], labels[i], probability);
        }

        report.Add(number, source, finder, labels.AsSpan(0, found), read - begun, networkTicks);
        if (pictured)
            report.SavePicture(annotator.Picture, arguments.Picture);
    }
    return report.Finish(source);
}
