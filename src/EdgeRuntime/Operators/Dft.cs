using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Operators;

/// <summary>
/// The discrete Fourier transform along one axis of x [..., axis, ..., 1 or 2], whose last axis is the real part or real and imaginary part. Input 1 is the
/// table of the transform (<see cref="Table"/>). What is missing of <paramref name="Length"/> elements counts as 0.
/// </summary>
/// <param name="Axis">The axis, from 0; not the last.</param>
/// <param name="Length">Elements that are transformed.</param>
/// <param name="Kept">Elements of the output's axis; those beyond the transform are 0.</param>
/// <param name="Conjugate">Whether the exponents are positive: the inverse transform.</param>
/// <param name="Scaled">Whether the result is divided by <paramref name="Length"/>.</param>
/// <param name="RealOutput">Whether the output has the real part alone.</param>
/// <param name="Hermitian">Whether the input is the first half of a spectrum of real numbers, whose other half is its conjugate.</param>
/// <param name="Doubled">Whether the output is the gradient of such a half: what stands for two elements counts twice.</param>
internal sealed record Dft(int Axis, int Length, int Kept, bool Conjugate, bool Scaled, bool RealOutput, bool Hermitian = false, bool Doubled = false) : Operator
{
    private const int MostLength = 1 << 24;

    public override string Type => "DFT";

    /// <summary>ONNX DFT 17 (attribute <c>axis</c>, 1 by default), 20 and newer (input, -2 by default).</summary>
    public static void Import(ImportNode node)
    {
        Value x = node.Input(0);
        int rank = x.Shape.Rank;
        int axis = node.Opset < 20 ? node.Int("axis", 1) : node.OptionalConstantInts(2) is [int given] ? given : -2;
        axis = node.Axis(axis, rank);
        bool inverse = node.Flag("inverse", false), oneSided = node.Flag("onesided", false), half = inverse && oneSided;
        if (rank < 2 || axis == rank - 1 || x.Shape[^1] is not (1 or 2))
            Throw.Shape($"{node.Path}: axis {axis} of {x}: an input [..., 1 or 2] and an axis before the last are needed.");
        if (oneSided && !inverse && x.Shape[^1] == 2)
            Throw.Shape($"{node.Path}: onesided is for real input, and {x} is complex.");
        int length = node.OptionalConstantInts(1) is [int wanted] ? wanted : half ? 2 * (x.Shape[axis] - 1) : x.Shape[axis];
        node.Return(Emit(node, x, axis, length, inverse, oneSided));
    }

    /// <summary>Emits the transform that ONNX's attributes speak of.</summary>
    public static Value Emit(ImportNode node, Value x, int axis, int length, bool inverse, bool oneSided)
    {
        if (length is < 1 or > MostLength)
            Throw.Shape($"{node.Path}: {length} elements to transform: 1 to {MostLength} are possible.");
        bool half = inverse && oneSided;
        Dft op = new(axis, length, oneSided && !inverse ? RealFftF32.Bins(length) : length, inverse, inverse, RealOutput: half, Hermitian: half);
        bool real = op.TakesReal(x.Shape);
        if (!node.MayFold((long)TableFloats(real, length) * sizeof(float)))
            node.Refuse($"its table for {length} elements, with what else is computed at load, is out of proportion to the file");
        return node.Emit(op, x, node.Constant(Table(real, length)));
    }

    public override bool Takes(ElementType type) => type is ElementType.Float32 or ElementType.Int32;

    public override void Infer(Node node)
    {
        Shape x = node.Shape(0);
        bool fits = x.Rank >= 2 && Axis >= 0 && Axis < x.Rank - 1 && x[^1] is 1 or 2 && Length is > 0 and <= MostLength;
        if (!fits || node.Type(0) != ElementType.Float32 || node.Shape(1).Count != TableFloats(TakesReal(x), Length))
            node.Fail($"{Length} elements of axis {Axis} of {node.Input(0)} cannot be transformed with the table {node.Input(1)}.");
        node.AddOutput(ElementType.Float32, x.With(Axis, Kept).With(x.Rank - 1, RealOutput ? 1 : 2));
    }

    public override void Reserve(Node node, Reservation memory) => memory.WorkerScratch((long)WorkFloats(TakesReal(node.Shape(0))) * sizeof(float));

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        Shape x = node.Shape(0), y = node.Output.Shape;
        steps.Add(new DftStepMaker(
            new DftArgs
            {
                X = steps.Floats(node.Input(0)),
                Table = steps.Floats(node.Input(1)),
                Y = steps.Floats(node.Output),
                Length = Length,
                Given = Math.Min(x[Axis], Hermitian ? RealFftF32.Bins(Length) : Length),
                Kept = Kept,
                Inner = x.Product(Axis + 1, x.Rank - 1),
                XParts = x[^1],
                YParts = y[^1],
                XLine = x[Axis],
                Scale = Scaled ? 1f / Length : 1f,
                Conjugate = Conjugate,
                Hermitian = Hermitian,
                Doubled = Doubled,
                Real = TakesReal(x),
            },
            lines: x.Product(0, Axis) * x.Product(Axis + 1, x.Rank - 1), (nint)steps.WorkerScratch, steps.WorkerStride));
    }

    /// <summary>The transform is linear: its gradient is the transposed one, which conjugates the exponents.</summary>
    public override void Gradient(Node node, GradientBuilder gradient)
    {
        if (!gradient.Needs(node.Input(0)) || gradient.Of(node.Output) is not { } dy)
            return;
        Shape x = node.Shape(0);
        Dft back = new(Axis, Length, x[Axis], !Conjugate, Scaled, RealOutput: x[^1] == 1, Hermitian: Doubled, Doubled: Hermitian);
        gradient.Add(node.Input(0), gradient.Emit(back, dy, gradient.Constant(Table(back.TakesReal(dy.Shape), Length))));
    }

    /// <summary>Twiddles for <paramref name="length"/> elements; the bits of floats, which as integers are no weights that a training could take.</summary>
    public static unsafe Tensor Table(bool real, int length)
    {
        Tensor table = new(ElementType.Int32, new Shape(TableFloats(real, length)));
        fixed (byte* bytes = table.Bytes)
        {
            float* floats = (float*)bytes;
            if (real)
                RealFftF32.WriteTable(length, floats);
            else
                FftF32.WriteTable(length, floats);
        }
        return table;
    }

    private static int TableFloats(bool real, int length) => real ? RealFftF32.TableFloats(length) : FftF32.TableFloats(length);

    /// <summary>Whether lines of <paramref name="x"/> are real numbers, of which half as many complex ones can be made.</summary>
    private bool TakesReal(Shape x) => x[^1] == 1 && Length % 2 == 0 && !Hermitian;

    private int WorkFloats(bool real) => (3 * Length) + (real ? RealFftF32.WorkFloats(Length) : FftF32.WorkFloats(Length));
}
