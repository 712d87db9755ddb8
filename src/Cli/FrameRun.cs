using System;
using System.Collections.Generic;
using EdgeRuntime;

namespace EdgeCli;

/// <summary>Feeds a stored sequence to a session frame by frame and keeps what comes out of every step.</summary>
internal static class FrameRun
{
    /// <summary>Each output of all steps, stacked along a first axis of their own.</summary>
    public static List<Tensor> Run(Session session, Tensor sequence)
    {
        if (session.FrameLength == 0)
            throw new EdgeException(ErrorKind.Data, $"--stream feeds one input of 32-bit floats, this model has {session.Inputs.Count} inputs beside its states.");
        if (sequence.Type != ElementType.Float32)
            throw new EdgeException(ErrorKind.Data, $"The sequence holds {sequence.Type}, frames are Float32.");
        int axis = AxisOf(sequence.Shape, session.FrameShape);
        int inner = sequence.Shape.Product(axis + 1, sequence.Shape.Rank), outer = sequence.Shape.Product(0, axis);
        int run = session.FrameLength / outer, steps = sequence.Shape.Count / session.FrameLength, row = sequence.Shape[axis] * inner;
        List<Tensor> outputs = [];
        foreach (TensorInfo output in session.Outputs)
            outputs.Add(new Tensor(output.Type, output.Shape.Insert(0, steps)));
        float[] frame = new float[session.FrameLength];
        for (int step = 0; step < steps; step++)
        {
            for (int o = 0; o < outer; o++)
                sequence.As<float>().Slice((o * row) + (step * run), run).CopyTo(frame.AsSpan(o * run));
            session.Step(frame);
            for (int i = 0; i < outputs.Count; i++)
            {
                Span<byte> bytes = session.Bytes(session.Outputs[i].Name, output: true);
                bytes.CopyTo(outputs[i].Bytes[(step * bytes.Length)..]);
            }
        }

        return outputs;
    }

    /// <summary>The axis along which a sequence is cut into frames: where its shape differs from theirs, or the first one where it has no others.</summary>
    private static int AxisOf(Shape sequence, Shape frame)
    {
        if (sequence.Count == 0 || sequence.Count % frame.Count != 0)
            throw new EdgeException(ErrorKind.Shape, $"A sequence of shape {sequence} is no whole number of frames {frame}.");
        if (sequence.Rank == frame.Rank)
        {
            int found = -1;
            for (int i = 0; i < frame.Rank; i++)
            {
                if (sequence[i] == frame[i])
                    continue;
                if (found >= 0 || sequence[i] % frame[i] != 0)
                    throw new EdgeException(ErrorKind.Shape, $"A sequence of shape {sequence} cannot be cut into frames {frame}: one axis may be longer.");
                found = i;
            }

            return Math.Max(found, 0);
        }

        if (sequence.Count / sequence[0] != frame.Count && frame.Count % (sequence.Count / sequence[0]) != 0)
            throw new EdgeException(ErrorKind.Shape, $"A sequence of shape {sequence} cannot be cut into frames {frame}: give it the same axes, or its frames along the first one.");
        return 0;
    }
}
