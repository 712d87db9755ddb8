using System;
using System.Collections.Generic;
using System.Globalization;

namespace EdgeRuntime.Training;

/// <summary>Schedules as text: <c>warmup:100+step:10,0.1</c>.</summary>
internal static class ScheduleText
{
    private const string Known = "use cosine, step:EPOCHS,FACTOR, exponential:FACTOR, one-cycle, plateau:PATIENCE,FACTOR or warmup:STEPS, or several joined by '+'";

    public static Schedule Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<Schedule> parts = [];
        foreach (string part in text.Split('+'))
            parts.Add(ParseOne(part.Trim(), text));
        Schedule schedule = parts.Count == 1 ? parts[0] : new ChainedSchedule([.. parts]);
        schedule.Check();
        return schedule;
    }

    public static string Of(string name, params ReadOnlySpan<double> numbers)
    {
        string[] shown = new string[numbers.Length];
        for (int i = 0; i < shown.Length; i++)
            shown[i] = numbers[i].ToString("R", CultureInfo.InvariantCulture);
        return $"{name}:{string.Join(',', shown)}";
    }

    public static void Require(Schedule schedule, bool holds, string rule)
    {
        if (!holds)
            Throw.Data($"Schedule '{schedule}': {rule}.");
    }

    private static Schedule ParseOne(string part, string text)
    {
        int colon = part.IndexOf(':', StringComparison.Ordinal);
        string name = colon < 0 ? part : part[..colon];
        Numbers given = new(part, colon < 0 ? [] : part[(colon + 1)..].Split(','));
        switch (name)
        {
            case "cosine":
                given.Require(0, 1, "cosine or cosine:LOWEST");
                return new CosineSchedule(given.Number(0, 0));
            case "step":
                given.Require(1, 2, "step:EPOCHS,FACTOR");
                return new StepSchedule(given.Whole(0), given.Number(1, 0.1));
            case "exponential":
                given.Require(1, 1, "exponential:FACTOR");
                return new ExponentialSchedule(given.Number(0, 0));
            case "one-cycle":
                given.Require(0, 1, "one-cycle or one-cycle:HIGHEST");
                return new OneCycleSchedule(given.Count == 0 ? null : given.Number(0, 0));
            case "plateau":
                given.Require(1, 3, "plateau:PATIENCE,FACTOR");
                return new PlateauSchedule(given.Whole(0), given.Number(1, 0.1)) { Lowest = given.Number(2, 0) };
            case "warmup":
                given.Require(1, 1, "warmup:STEPS");
                return new WarmupSchedule(given.Whole(0));
            default:
                Throw.Data($"Schedule '{text}': '{name}' is not known: {Known}.");
                return null;
        }
    }

    private readonly struct Numbers(string part, string[] given)
    {
        public int Count => given.Length;

        public void Require(int least, int most, string form)
        {
            if (given.Length < least || given.Length > most)
                Throw.Data($"Schedule '{part}': write {form}.");
        }

        public int Whole(int index)
        {
            if (!int.TryParse(given[index], NumberStyles.None, CultureInfo.InvariantCulture, out int value))
                Throw.Data($"Schedule '{part}': '{given[index]}' is not a whole number.");
            return value;
        }

        public double Number(int index, double missing)
        {
            if (index >= given.Length)
                return missing;
            if (!double.TryParse(given[index], NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
                Throw.Data($"Schedule '{part}': '{given[index]}' is not a number.");
            return value;
        }
    }
}
