using System;
using System.Collections.Generic;
using EdgeRuntime.Execution;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Training;

/// <summary>
/// Appends what happens between a gradient and its weight: accumulation, clipping, the rule's step, max-norm. An update follows as soon as
/// its gradient is whole, so that the gradient's memory is free for the next; clipping by norm has to wait for all gradients.
/// </summary>
internal sealed class Updates
{
    private readonly Graph graph;
    private readonly TrainerOptions options;
    private readonly List<Group> groups = [];
    private readonly List<Value> states = [];
    private readonly List<(Value Weight, Value Gradient)> waiting = [];
    private readonly List<Value> squares = [];

    public Updates(Graph graph, TrainerOptions options)
    {
        (this.graph, this.options) = (graph, options);
        groups.Add(new Group("optimizer", null, options.Optimizer, 1f));
        foreach (ParameterGroup group in options.Groups)
            groups.Add(new Group($"optimizer/{group.Names}", group, group.Change(options.Optimizer), group.RateFactor));
    }

    /// <summary>What is kept from step to step: the rule's states and, where gradients are accumulated, their sums.</summary>
    public IReadOnlyList<Value> States => states;

    /// <summary>Takes the next weight whose gradient is whole.</summary>
    public void Append(Value weight, Value gradient)
    {
        if (options.Accumulate > 1)
            gradient = Accumulate(weight, gradient);
        if (options.ClipNorm is null)
        {
            Update(weight, gradient, null);
            return;
        }

        squares.Add(graph.Add($"{weight.Name}/squares", new SquareSums(), gradient, groups[0].Scalars).Output);
        waiting.Add((weight, gradient));
    }

    /// <summary>Appends what had to wait for the last gradient.</summary>
    public void Finish()
    {
        if (options.ClipNorm is { } limit)
        {
            groups[0].IsUsed = true;
            Value factor = graph.Add("clip norm", new ClipFactor(limit), [groups[0].Scalars, .. squares]).Output;
            foreach ((Value weight, Value gradient) in waiting)
                Update(weight, gradient, factor);
        }

        foreach (Group group in groups)
        {
            if (group.Chosen is { } chosen && !group.IsUsed)
                Throw.Data($"The parameter group '{chosen.Names}' holds no weight that is trained{(chosen.VectorsOnly ? " and has one axis" : "")}: name weights as they stand in the model, * stands for any text.");
        }
    }

    /// <summary>Writes the numbers of the next step into the arena.</summary>
    /// <param name="executable">The planned graph.</param>
    /// <param name="done">The steps done so far; weights move in every <see cref="TrainerOptions.Accumulate"/>-th.</param>
    /// <param name="rate">The learning rate, before groups change it.</param>
    public unsafe void WriteScalars(Executable executable, long done, float rate)
    {
        bool due = (done + 1) % options.Accumulate == 0;
        foreach (Group group in groups)
        {
            if (group.IsUsed)
                group.Rule.WriteScalars((done / options.Accumulate) + 1, rate * group.RateFactor, due, new Span<float>((void*)executable.Pointer(group.Scalars), group.Rule.ScalarCount));
        }
    }

    /// <summary>The sum over the steps of an update; <see cref="JoinSums"/> lets some gradients form in it.</summary>
    private Value Accumulate(Value weight, Value gradient)
    {
        Value sum = new($"{weight.Name}/gradient", ElementType.Float32, weight.Shape, ValueKind.Variable);
        states.Add(sum);
        return graph.Add($"{weight.Name}/accumulate", new AccumulateGradient(), sum, gradient).Output;
    }

    private void Update(Value weight, Value gradient, Value? factor)
    {
        Group group = GroupOf(weight);
        List<Value?> inputs = [weight, gradient, group.Scalars, factor];
        foreach (string? name in group.Rule.States)
        {
            Value? state = name is null ? null : new Value($"{weight.Name}/{name}", ElementType.Float32, weight.Shape, ValueKind.Variable);
            inputs.Add(state);
            if (state is not null)
                states.Add(state);
        }

        UpdateTerms terms = group.Rule.Terms(options.ClipValue ?? float.PositiveInfinity, options.Accumulate > 1);
        graph.Add($"{weight.Name}/update", group.Rule.Update(terms), [.. inputs]);
        if (options.MaxNorm is { } limit && weight.Shape.Rank > 1)
            graph.Add($"{weight.Name}/max-norm", new MaxNorm(limit, UnitAxis.Of(graph, weight)), weight, group.Scalars);
    }

    private Group GroupOf(Value weight)
    {
        Group group = groups.Find(g => g.Chosen is { } chosen && chosen.Holds(weight.Name, weight.Shape.Rank)) ?? groups[0];
        group.IsUsed = true;
        return group;
    }

    /// <summary>The rule as a group changes it, with its own numbers in the arena.</summary>
    private sealed class Group
    {
        public Group(string name, ParameterGroup? chosen, UpdateRule rule, float rateFactor)
        {
            (Chosen, Rule, RateFactor) = (chosen, rule, rateFactor);
            Scalars = new Value(name, ElementType.Float32, new Shape(rule.ScalarCount), ValueKind.Variable);
        }

        public ParameterGroup? Chosen { get; }

        public UpdateRule Rule { get; }

        public float RateFactor { get; }

        public Value Scalars { get; }

        public bool IsUsed { get; set; }
    }
}
