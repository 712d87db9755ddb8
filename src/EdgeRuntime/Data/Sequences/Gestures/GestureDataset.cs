using System.Collections.Generic;
using System.Globalization;

namespace EdgeRuntime.Data.Sequences.Gestures;

/// <summary>
/// <c>gestures</c>: strokes in the air as an acceleration sensor feels them, from a seed, for machines without data. Sample i is shape i % 5 by person
/// i / 5, and the persons go round; parts have different persons.
/// </summary>
internal static class GestureDataset
{
    private const int DefaultTrain = 500, DefaultOther = 100, TrainPersons = 20, OtherPersons = 5;

    public static SequenceDataset Open(DataSpec spec, DataOptions options)
    {
        Split split = spec.Split ?? Split.All;
        uint part = split switch { Split.Validation => 1, Split.Test => 2, _ => 0 };
        int count = options.Count > 0 ? options.Count : part == 0 ? DefaultTrain : DefaultOther, persons = part == 0 ? TrainPersons : OtherPersons;
        SequenceBuilder builder = new(spec, GestureStroke.Channels, options);
        for (int i = 0; i < count; i++)
        {
            int shape = i % GestureShapes.Count, person = i / GestureShapes.Count % persons;
            float[] steps = GestureStroke.Draw(shape, GesturePerson.Of(options.Seed, part, person), options.Seed, part, i);
            builder.Add(steps, GestureShapes.NameOf(shape), $"person{((part * TrainPersons) + (uint)person).ToString("00", CultureInfo.InvariantCulture)}", "A gesture");
        }
        List<string> names = [];
        for (int shape = 0; shape < GestureShapes.Count; shape++)
            names.Add(GestureShapes.NameOf(shape));
        return builder.Build(names, note: string.Create(CultureInfo.InvariantCulture, $"{count} drawn gestures at {GestureStroke.Rate} Hz, {builder.Bytes} bytes."));
    }
}
