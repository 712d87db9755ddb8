using System;
using System.IO;
using Devices;
using Devices.Sound;
using Devices.Streams;
using EdgeRuntime;
using EdgeRuntime.Data;

// Blocks of a microphone's samples -> mel frames of a word -> GRU, a step a frame -> which digit. See README.md.
return BoardProgram.Run("SpokenDigit [--words N] [--seed N] [--wav FILE|FOLDER|ZIP] [--model FILE.onnx] [--paced]", args, Run);

static int Run(BoardProgram program)
{
    const int Block = 64; // samples that a driver hands over at once
    Model model = Model.Load(program.Text("--model") ?? Path.Combine(AppContext.BaseDirectory, "words.onnx"));
    using Session session = new(model, new SessionOptions { Streaming = true });
    WordFinder finder = new(InputNotes.Scaling(model.Metadata)?.Preparation ?? new Preparation());
    string? path = program.Text("--wav");
    int count = program.Number("--words", path is null ? 200 : int.MaxValue);
    ulong seed = (ulong)program.Number("--seed", 1000);
    DataOptions raw = new() { Seed = seed, Count = path is null ? count : 0, Sound = new SoundOptions { Features = SoundFeatures.Raw, SampleRate = finder.RateHertz } };
    Dataset sounds = Dataset.Open(path is null ? "tones#test" : $"wav:{path}", options: raw);
    PlayerOptions played = new() { Seed = seed, Count = count, RestsAtZero = true, NoiseDeviations = [0.0005f] };

    StreamRecognizer recognizer = new(session, finder);
    // One word comes before all others, unheard, so that everything is compiled: that would be the only thing to see in the times.
    using (ISampleSource first = new SequencePlayer(sounds, finder.RateHertz, played with { Count = 1 }))
        recognizer.Follow(first, Block, new StreamReport(session, InputNotes.ClassNames(model.Metadata), TextWriter.Null));
    StreamReport report = new(session, InputNotes.ClassNames(model.Metadata), Console.Out);
    using ISampleSource source = new SequencePlayer(sounds, finder.RateHertz, played); // a real microphone is another ISampleSource
    recognizer.Follow(source, Block, report, program.Has("--paced"));
    return report.Finish(source, "words", leastAccuracy: path is null ? 0.9f : 0);
}
