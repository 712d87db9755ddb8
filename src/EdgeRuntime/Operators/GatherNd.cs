using System;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>
/// Slices named by tuples of indices: <c>y[b, i] = x[b, index[b, i, 0], index[b, i, 1], ...]</c>. An index outside of its axis is refused at
/// load where it is a constant; one that comes at run time gives NaN in floats, 0 in integers, and reads nothing.
/// </summary>
/// <param name="BatchAxes">Leading axes that x and the indices share.</param>
internal sealed record GatherNd(int BatchAxes) : Operator
{
    public override string Type => "GatherND";

    /// <summary>ONNX GatherND 11, 12 (<c>batch_dims</c>), 13 and newer.</summary>
    public static void Import(ImportNode node)
    {
        int batch = node.Int("batch_dims", 0);
        IndexTuples.CheckConstant(node, node.Input(0).Shape, node.Input(1), batch);
        node.Return(node.Emit(new GatherNd(batch), node.Input(0), node.Input(1)));
    }

    public override bool Takes(ElementType type) => true;

    public override void Infer(Node node) => node.AddOutput(node.Type(0), IndexTuples.Infer(node, node.Shape(0), node.Input(1), BatchAxes));

    public override unsafe void Compile(Node node, StepBuilder steps) =>
        steps.Add(new GatherStep(new IndexTuples(node.Shape(0), node.Input(1), BatchAxes, steps), node.Type(0), steps.Bytes(node.Input(0)), steps.Bytes(node.Output)));

    /// <summary>The last step of a sequence, picked by its length or by its place, is the newest frame: every frame that comes is one of the sequence.</summary>
    public override void ByFrames(Node node, StreamBuilder stream)
    {
        (Frames frames, int time) = stream.Along(node, 0);
        Value index = node.Input(1);
        if (stream.Of(index) is not null || time != BatchAxes || index.Shape[^1] != 1 || index.Shape.Rank != BatchAxes + 1 || !IsLast(index, frames.Length))
            stream.Refuse("picks frames of the sequence: a stream has the newest one, which is at the index length - 1");
        Value step = stream.Step(node.Input(0));
        int[] starts = new int[step.Shape.Rank], each = new int[step.Shape.Rank];
        Array.Fill(each, 1);
        starts[time] = frames.Step - 1;
        Value newest = stream.Emit(new Slice(new Axes(starts), new Axes(each), new Axes(step.Shape.With(time, 1).Dims.ToArray())), step);
        stream.Return(node.Output, stream.Emit(new Reshape(node.Output.Shape), newest), null);
    }

    // The number of steps, constant or of an input of the model, less 1.
    private static bool IsLast(Value index, int length)
    {
        while (index.Producer is { Operator: Reshape or Cast } view)
            index = view.Input(0);
        if (index.IsConstant)
            return Array.TrueForAll(index.Data!.ToInt64(), place => place == length - 1 || place == -1);
        return index.Producer is { Operator: Sub } less && less.Input(1).IsConstant && less.Input(1).Data!.ToInt64() is [1] && Lengths(less.Input(0));
    }

    private static bool Lengths(Value value)
    {
        while (value.Producer is { Operator: Reshape or Cast } view)
            value = view.Input(0);
        return value.Kind == ValueKind.Input;
    }

    public override void Gradient(Node node, GradientBuilder gradient)
    {
        if (gradient.Needs(node.Input(0)) && gradient.Of(node.Output) is { } dy)
            gradient.Add(node.Input(0), gradient.Emit(new GatherNdGradient(node.Shape(0), BatchAxes), dy, node.Input(1)));
    }

    /// <summary>A unit is one tuple.</summary>
    private sealed unsafe class GatherStep : Step
    {
        private readonly IndexTuples tuples;
        private readonly byte missing; // all bits set is NaN in every float type
        private readonly long bytes;
        private readonly byte* x;
        private readonly byte* y;

        public GatherStep(IndexTuples tuples, ElementType type, byte* x, byte* y)
        {
            this.tuples = tuples;
            missing = type.IsFloat() ? (byte)0xFF : (byte)0;
            bytes = (long)tuples.Run * type.Size();
            this.x = x;
            this.y = y;
            Units = tuples.Batches * tuples.Each;
            Work = (long)Units * tuples.Run;
        }

        public override void Run(int first, int last, int worker)
        {
            for (int unit = first; unit < last; unit++)
            {
                byte* to = y + (unit * bytes);
                int slice = tuples.Find(unit);
                if (slice >= 0)
                    Buffer.MemoryCopy(x + ((((long)(unit / tuples.Each) * tuples.Slices) + slice) * bytes), to, bytes, bytes);
                else
                    new Span<byte>(to, (int)bytes).Fill(missing);
            }
        }
    }
}
