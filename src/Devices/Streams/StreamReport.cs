using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using EdgeRuntime;

namespace Devices.Streams;

/// <summary>Prints what a network recognised in a stream, and at its end how well, how fast and in how much memory.</summary>
/// <param name="session">The network.</param>
/// <param name="classes">What its outputs are called.</param>
/// <param name="writer">Where to.</param>
public sealed class StreamReport(Session session, IReadOnlyList<string> classes, TextWriter writer)
{
    private readonly EventScore _score = new();
    private readonly List<string> _unknown = [];
    private int _answers;
    private long _steps;

    /// <summary>How long each step of the network takes.</summary>
    public StepTimes Times { get; } = new(1 << 16);

    /// <summary>Bytes that the loop allocated on the managed heap.</summary>
    public long AllocatedBytes { get; set; }

    /// <summary>The answer of the network: the most probable class of a row of logits, and its softmax.</summary>
    /// <param name="logits">A number for each class.</param>
    public static (int Label, float Probability) Best(ReadOnlySpan<float> logits)
    {
        int best = 0;
        for (int i = 1; i < logits.Length; i++)
            best = logits[i] > logits[best] ? i : best;
        double sum = 0;
        foreach (float logit in logits)
            sum += Math.Exp(logit - logits[best]);
        return (best, (float)(1 / sum));
    }

    /// <summary>Prints the answer to a word or gesture that has ended.</summary>
    /// <param name="source">The stream.</param>
    /// <param name="steps">Steps that the network took for it.</param>
    public void Add(ISampleSource source, int steps)
    {
        ArgumentNullException.ThrowIfNull(source);
        (int label, float probability) = Best(session.Output<float>());
        string truth = "";
        if (source.Truth is { } name)
        {
            bool isRight = _score.Add(source, classes[label]);
            bool isKnown = IsKnown(name);
            if (!isKnown && !_unknown.Contains(name))
                _unknown.Add(name);
            truth = !isKnown ? $"   ({name})" : isRight ? "" : $"   wrong: it is {name}";
        }
        _answers++;
        _steps += steps;
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_answers,4}  {classes[label],-12} {probability,6:P0}  {steps,4} steps{truth}"));
    }

    /// <summary>Prints the summary.</summary>
    /// <param name="source">The stream, at its end.</param>
    /// <param name="what">What was recognised, in the plural.</param>
    /// <param name="leastAccuracy">Below this part of the events named rightly, the program fails.</param>
    /// <returns>The exit status.</returns>
    public int Finish(ISampleSource source, string what, float leastAccuracy)
    {
        ArgumentNullException.ThrowIfNull(source);
        writer.WriteLine();
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_answers} {what} in {Times.Count} steps of {Times.Microseconds(0.5):F1} us (median; 99 % within {Times.Microseconds(0.99):F1} us; {session.Isa.ToString().ToLowerInvariant()})."));
        writer.WriteLine($"Arena: {session.ArenaBytes} bytes, {session.StateBytes} of them state. Allocated while listening: {AllocatedBytes} bytes.");
        if (source.EventCount == 0 || _unknown.Count > 0)
            return _answers > 0 ? 0 : 1;
        float accuracy = _score.Accuracy(source.EventCount);
        bool isGood = accuracy >= leastAccuracy;
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Truth: {source.EventCount} {what}, {_score.Correct} right, {_score.Confused} confused, {_score.Missed(source.EventCount)} missed, {_score.Invented} invented: accuracy {accuracy:P2}{(isGood ? "" : $", below {leastAccuracy:P0}")}."));
        return isGood ? 0 : 1;
    }

    private bool IsKnown(string name)
    {
        foreach (string known in classes)
        {
            if (known == name)
                return true;
        }
        return false;
    }
}
