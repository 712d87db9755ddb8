using System;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>ONNX STFT: overlapping frames of a signal, weighted by a window, each transformed (<see cref="Dft"/>).</summary>
internal static class Stft
{
    /// <summary>ONNX STFT 17 and newer: signal [batch, samples, 1 or 2] to [batch, frames, bins, 2].</summary>
    public static void Import(ImportNode node)
    {
        Value signal = node.Input(0);
        if (signal.Shape.Rank == 2)
            signal = node.Reshape(signal, new Shape(signal.Shape[0], signal.Shape[1], 1));
        Value? window = node.Optional(2);
        int step = One(node, 1), length = node.Has(3) ? One(node, 3) : window?.Shape.Count ?? 0;
        Shape shape = signal.Shape;
        if (shape.Rank != 3 || shape[2] is not (1 or 2))
            Throw.Shape($"{node.Path}: the signal must be [batch, samples, 1 or 2], got {signal}.");
        if (step < 1 || length < 1 || length > shape[1] || (window is not null && window.Shape.Count != length))
            Throw.Shape($"{node.Path}: frames of {length} samples every {step} with the window {window} do not fit the signal {signal}.");
        bool oneSided = node.Flag("onesided", true);
        if (oneSided && shape[2] == 2)
            Throw.Shape($"{node.Path}: onesided is for real signals, and {signal} is complex.");

        int count = ((shape[1] - length) / step) + 1;
        if (!node.MayFold((long)count * length * sizeof(int)))
            node.Refuse($"its {count} frames of {length} samples, with what else is computed at load, are out of proportion to the file");
        int[] places = new int[count * length];
        for (int i = 0; i < places.Length; i++)
            places[i] = (i / length * step) + (i % length);
        Value frames = node.Emit(new Gather(1), signal, node.Constant(Tensor.Of<int>(new Shape(count, length), places)));
        if (window is not null)
            frames = node.Emit(new Mul(), frames, node.Reshape(window, new Shape(length, 1)));
        node.Return(Dft.Emit(node, frames, axis: 2, length, inverse: false, oneSided));
    }

    private static int One(ImportNode node, int input) =>
        node.ConstantInts(input) is [int number] ? number : throw new EdgeException(ErrorKind.Shape, $"{node.Path}: input {input} must be one number, got {node.Input(input)}.");
}
