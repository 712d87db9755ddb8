using System;
using System.IO;
using Devices;
using Devices.Motion;
using Devices.Streams;
using EdgeRuntime;
using EdgeRuntime.Data;

// Samples of an acceleration sensor -> those of a gesture -> GRU, a step a sample -> which gesture. See README.md.
return BoardProgram.Run("MotionGru [--gestures N] [--seed N] [--model FILE.onnx] [--paced]", args, Run);

static int Run(BoardProgram program)
{
    Model model = Model.Load(program.Text("--model") ?? Path.Combine(AppContext.BaseDirectory, "gestures.onnx"));
    using Session session = new(model, new SessionOptions { Streaming = true });
    const float Rate = 100; // samples a second
    int count = program.Number("--gestures", 200);
    ulong seed = (ulong)program.Number("--seed", 1000);
    Dataset gestures = Dataset.Open("gestures#test", options: new DataOptions { Seed = seed, Count = count });
    PlayerOptions played = new() { Seed = seed, Count = count, LeastRestSeconds = 1, MostRestSeconds = 2, NoiseDeviations = [0.02f, 0.02f, 0.02f, 2, 2, 2] };

    GestureFinder finder = new(gestures.SampleShape[1], InputNotes.Scaling(model.Metadata)?.Preparation, GestureFinder.UsualGestures(Rate));
    StreamRecognizer recognizer = new(session, finder);
    // One gesture comes before all others, unseen, so that everything is compiled: that would be the only thing to see in the times.
    using (ISampleSource first = new SequencePlayer(gestures, Rate, played with { Count = 1 }))
        recognizer.Follow(first, block: 1, new StreamReport(session, InputNotes.ClassNames(model.Metadata), TextWriter.Null));
    StreamReport report = new(session, InputNotes.ClassNames(model.Metadata), Console.Out);
    using ISampleSource source = new SequencePlayer(gestures, Rate, played); // a real sensor is another ISampleSource
    recognizer.Follow(source, block: 1, report, program.Has("--paced"));
    return report.Finish(source, "gestures", leastAccuracy: 0.9f);
}
