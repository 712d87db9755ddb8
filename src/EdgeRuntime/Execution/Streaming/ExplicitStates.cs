using System.Collections.Generic;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;

namespace EdgeRuntime.Execution.Streaming;

/// <summary>Pairs of state inputs and outputs become variables of the graph that its outputs are stored to.</summary>
internal static class ExplicitStates
{
    /// <summary>Binds the named pairs and, where that is asked for, those whose names fit; a step fills the input that is left.</summary>
    public static Graph Bind(Graph graph, SessionOptions options)
    {
        List<StatePair> pairs = [.. options.States ?? []];
        if (options.FindStates)
            pairs.AddRange(StateNames.Find(graph, pairs));
        Bind(graph, pairs);
        graph.Frame = graph is { States.Count: > 0, Inputs: [{ Type: ElementType.Float32 } only] } ? only : null;
        return graph;
    }

    private static void Bind(Graph graph, List<StatePair> pairs)
    {
        HashSet<string> taken = [];
        foreach (StatePair pair in pairs)
        {
            if (!taken.Add($"input '{pair.Input}'") || !taken.Add($"output '{pair.Output}'"))
                Throw.Data($"The state pair '{pair.Input}' -> '{pair.Output}' names an input or output that another pair has: each may be in one pair.");
            Value? input = graph.Inputs.Find(value => value.Name == pair.Input);
            if (input is null)
                Throw.Data($"The state pair '{pair.Input}' -> '{pair.Output}': the model has no input '{pair.Input}', it has {Names(graph.Inputs.ConvertAll(value => value.Name))}.");
            int output = graph.Outputs.FindIndex(named => named.Name == pair.Output);
            if (output < 0)
                Throw.Data($"The state pair '{pair.Input}' -> '{pair.Output}': the model has no output '{pair.Output}', it has {Names(graph.Outputs.ConvertAll(named => named.Name))}.");
            Value next = graph.Outputs[output].Value;
            if (next.Type != input!.Type || next.Shape != input.Shape)
                Throw.Data($"The state pair '{pair.Input}' -> '{pair.Output}': the input is {input.Type}{input.Shape}, the output {next.Type}{next.Shape}; a state needs one type and shape.");
            Bind(graph, pair, input, output);
        }
    }

    private static void Bind(Graph graph, StatePair pair, Value input, int output)
    {
        if (pair.Initial is { } given && (given.Type != input.Type || given.Shape != input.Shape))
            Throw.Data($"The initial state of '{pair.Input}' is {given}, the model takes {input.Type}{input.Shape}.");
        Value state = new(input.Name, input.Type, input.Shape, ValueKind.Variable, pair.Initial);
        graph.Inputs.Remove(input);
        graph.Replace(input, state);
        graph.States.Add(state);
        graph.Add(state.Name, new StoreState(), state, graph.Outputs[output].Value);
    }

    private static string Names(List<string> names) => names.Count == 0 ? "none" : $"'{string.Join("', '", names)}'";
}
