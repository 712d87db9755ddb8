using System.Collections.Generic;
using EdgeRuntime.Import.Onnx;

namespace EdgeRuntime.Import;

/// <summary>Brings the nodes of a file into an order in which they can run: ONNX asks for one, but not every exporter keeps to it.</summary>
internal static class NodeOrder
{
    private enum Mark : byte
    {
        Untouched, Open, Done,
    }

    /// <summary>The nodes so that each stands behind those that it reads from; as they are where they already do.</summary>
    public static IReadOnlyList<NodeProto> Sort(GraphProto graph)
    {
        Dictionary<string, int> writers = [];
        bool inOrder = true;
        for (int i = 0; i < graph.Node.Count; i++)
        {
            foreach (string output in graph.Node[i].Output)
            {
                if (output.Length > 0)
                    writers.TryAdd(output, i); // a second writer is refused when its values are defined
            }
        }

        for (int i = 0; i < graph.Node.Count && inOrder; i++)
        {
            foreach (string input in graph.Node[i].Input)
                inOrder &= !writers.TryGetValue(input, out int writer) || writer < i;
        }

        return inOrder ? graph.Node : Sort(graph, writers);
    }

    // Depth first without recursion: a chain of a million nodes must not end in a stack overflow.
    private static List<NodeProto> Sort(GraphProto graph, Dictionary<string, int> writers)
    {
        List<NodeProto> sorted = new(graph.Node.Count);
        Mark[] marks = new Mark[graph.Node.Count];
        Stack<(int Node, int NextInput)> open = [];
        for (int start = 0; start < marks.Length; start++)
        {
            if (marks[start] == Mark.Untouched)
                Enter(start);
            while (open.TryPop(out (int Node, int NextInput) top))
            {
                NodeProto node = graph.Node[top.Node];
                int next = top.NextInput;
                while (next < node.Input.Count && (!writers.TryGetValue(node.Input[next], out int done) || marks[done] == Mark.Done))
                    next++;
                if (next == node.Input.Count)
                {
                    marks[top.Node] = Mark.Done;
                    sorted.Add(node);
                    continue;
                }

                open.Push((top.Node, next + 1));
                int writer = writers[node.Input[next]];
                if (marks[writer] == Mark.Open)
                    Throw.Format($"{node.OpType} '{node.Name}': its input '{node.Input[next]}' depends on its own output: the model is cyclic.");
                Enter(writer);
            }
        }

        return sorted;

        void Enter(int node)
        {
            marks[node] = Mark.Open;
            open.Push((node, 0));
        }
    }
}
