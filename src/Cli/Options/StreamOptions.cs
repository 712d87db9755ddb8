using System.Collections.Generic;
using System.CommandLine;
using EdgeRuntime;

namespace EdgeCli.Options;

/// <summary>Whether a model is run frame by frame, and what it keeps from one step to the next.</summary>
internal sealed class StreamOptions
{
    private readonly Option<bool> stream;
    private readonly Option<string[]> states = new("--state") { Description = "A state input and the output that gives its next value; once for each. The model is then run as it is, without --step-frames.", HelpName = "IN=OUT" };
    private readonly Option<bool> find = new("--find-states") { Description = "Find state inputs and outputs by their names (h0 and hn, state_in and state_out, past and present)." };
    private readonly Option<int?> frames = new Option<int?>("--step-frames") { Description = "Frames of a step of a model of whole sequences; default 1.", HelpName = "N" }.FromOne();
    private readonly Option<int?> axis = new("--time-axis") { Description = "The input's axis of time, from 0; default: the one along which the model can be computed frame by frame.", HelpName = "AXIS" };

    /// <param name="what">What --stream does with the verb.</param>
    public StreamOptions(string what) => stream = new("--stream") { Description = what };

    public void AddTo(Verb verb)
    {
        foreach (Option option in (Option[])[stream, states, find, frames, axis])
            verb.Options.Add(option);
    }

    public bool IsAsked(Context context) => context.Get(stream);

    /// <summary>The session's options with what is asked for; a model with explicit states streams by them alone unless more is said.</summary>
    public SessionOptions Apply(Context context, SessionOptions options)
    {
        List<StatePair> pairs = [];
        foreach (string text in context.Get(states) ?? [])
        {
            int split = text.IndexOf('=', System.StringComparison.Ordinal);
            if (split <= 0 || split == text.Length - 1)
                throw new UsageException($"--state {text}: it takes the name of an input, '=', and the name of an output.");
            pairs.Add(new StatePair(text[..split], text[(split + 1)..]));
        }

        bool isExplicit = pairs.Count > 0 || context.Get(find);
        bool isSequence = context.Has(frames) || context.Has(axis);
        if (!IsAsked(context))
        {
            if (isExplicit || isSequence)
                throw new UsageException("--state, --find-states, --step-frames and --time-axis go with --stream.");
            return options;
        }

        return options with
        {
            States = pairs,
            FindStates = context.Get(find),
            Streaming = !isExplicit || isSequence,
            StepFrames = context.Get(frames) ?? 1,
            TimeAxis = context.Get(axis),
        };
    }
}
