using System;

namespace Devices.Streams;

/// <summary>Counts what was recognised in a stream against what its source says that it gave.</summary>
public sealed class EventScore
{
    private int _last; // the number of the event that was recognised last

    /// <summary>Words or gestures that were named rightly.</summary>
    public int Correct { get; private set; }

    /// <summary>Those that were named wrongly.</summary>
    public int Confused { get; private set; }

    /// <summary>Answers where nothing new had happened.</summary>
    public int Invented { get; private set; }

    /// <summary>Adds an answer.</summary>
    /// <param name="source">The stream: the event that began last is the one that is answered.</param>
    /// <param name="name">The answer.</param>
    /// <returns>Whether it is right.</returns>
    public bool Add(ISampleSource source, string name)
    {
        ArgumentNullException.ThrowIfNull(source);
        bool isNew = source.EventCount > _last, isRight = isNew && source.Truth == name;
        _last = source.EventCount;
        Correct += isRight ? 1 : 0;
        Confused += isNew && !isRight ? 1 : 0;
        Invented += isNew ? 0 : 1;
        return isRight;
    }

    /// <summary>Events that nobody answered.</summary>
    /// <param name="events">How many there were.</param>
    public int Missed(int events) => events - Correct - Confused;

    /// <summary>Correct by all events and inventions; 1 where there were none.</summary>
    /// <param name="events">How many events there were.</param>
    public float Accuracy(int events) => events + Invented == 0 ? 1f : (float)Correct / (events + Invented);
}
