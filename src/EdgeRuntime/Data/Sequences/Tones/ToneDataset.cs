using System.Collections.Generic;
using System.Globalization;

namespace EdgeRuntime.Data.Sequences.Tones;

/// <summary>
/// <c>tones</c>: spoken-like words from a seed, for machines without data. Sample i is word i % 10 by voice i / 10, and the voices go round; parts have
/// different voices. They go through the same front end as sounds from files.
/// </summary>
internal static class ToneDataset
{
    private const int DefaultTrain = 1000, DefaultOther = 200, TrainVoices = 20, OtherVoices = 5;

    public static SequenceDataset Open(DataSpec spec, DataOptions options)
    {
        Split split = spec.Split ?? Split.All;
        uint part = split switch { Split.Validation => 1, Split.Test => 2, _ => 0 };
        int count = options.Count > 0 ? options.Count : part == 0 ? DefaultTrain : DefaultOther, voices = part == 0 ? TrainVoices : OtherVoices;
        SoundReader reader = new(spec.ToString(), options, ToneSpeech.Rate);
        SequenceBuilder builder = new(spec, reader.Features, options);
        for (int i = 0; i < count; i++)
        {
            int word = i % ToneWords.Count, speaker = i / ToneWords.Count % voices;
            float[] sound = ToneSpeech.Speak(word, ToneVoice.Of(options.Seed, part, speaker), options.Seed, part, i);
            builder.Add(reader.Steps(new WavSound(sound, ToneSpeech.Rate), "A tone"), Name(word), $"voice{((part * TrainVoices) + (uint)speaker).ToString("00", CultureInfo.InvariantCulture)}", "A tone");
        }
        List<string> names = [];
        for (int word = 0; word < ToneWords.Count; word++)
            names.Add(Name(word));
        return builder.Build(names, reader.Source, string.Create(CultureInfo.InvariantCulture, $"{count} drawn words as {reader.Describe()}, {builder.Bytes} bytes."));
    }

    private static string Name(int word) => word.ToString(CultureInfo.InvariantCulture);
}
