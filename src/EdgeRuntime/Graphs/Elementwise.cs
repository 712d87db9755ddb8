using System;

namespace EdgeRuntime.Graphs;

/// <summary>The streaming rule of operators whose outputs depend on the inputs' elements of the same place alone.</summary>
internal static class Elementwise
{
    public static void ByFrames(Node node, StreamBuilder stream)
    {
        Shape whole = node.Output.Shape;
        Frames? found = null;
        int axis = -1, each = 0;
        foreach (Value? input in node.Inputs)
        {
            if (stream.Of(input) is not { } frames)
                continue;
            (int own, int share) = frames.Find(input!.Shape);
            int place = own + whole.Rank - input.Shape.Rank;
            if (frames.IsPadded)
                stream.Refuse($"reads {input} with its padding in time: only a convolution, or a slice that cuts it off, may do that");
            if (found is { } other && (place != axis || share != each || frames with { Stride = other.Stride } != other))
                stream.Refuse("joins sequences whose frames do not go together");
            (found, axis, each) = (frames, place, share);
        }

        foreach (Value? input in node.Inputs)
        {
            int own = axis - whole.Rank + (input?.Shape.Rank ?? 0);
            if (input is not null && stream.Of(input) is null && own >= 0 && input.Shape[own] != 1)
                stream.Refuse($"takes {input}, which is different for each frame of the sequence");
        }

        Value[] outputs = stream.EmitAll(node.Operator, Array.ConvertAll(node.Inputs, value => stream.Step(value)));
        for (int i = 0; i < outputs.Length; i++)
            stream.Return(node.Outputs[i], outputs[i], found!.Value.At(node.Outputs[i].Shape, axis, each));
    }
}
