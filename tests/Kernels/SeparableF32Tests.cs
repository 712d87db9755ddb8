using System;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;
using Tests.Support;
using Xunit;

namespace Tests.Kernels;

public sealed unsafe class SeparableF32Tests
{
    private static readonly Case[] Cases =
    [
        new(Height: 11, Width: 9, Stride: 1, Kernel: 1, Residual: true),
        new(Height: 12, Width: 8, Stride: 2, Kernel: 1, Residual: false),
        new(Height: 21, Width: 19, Stride: 1, Kernel: 3, Residual: false),
        new(Height: 10, Width: 7, Stride: 1, Kernel: 0, Residual: true),
        new(Height: 13, Width: 9, Stride: 2, Kernel: 0, Residual: false) { Dilation = 2 },
        new(Height: 9, Width: 9, Stride: 1, Kernel: 1, Residual: true) { Dilation = 2 },
    ];

    [Fact]
    public void StripsOfAnyHeightGiveTheBitsOfOneAfterTheOther()
    {
        foreach (Case @case in Cases)
        {
            float[] expected = Dispatch.Make<Case, float[]>(EdgeRuntime.Isa.Scalar, @case);
            foreach (EdgeRuntime.Isa isa in InstructionSets.All)
            {
                for (int rows = 1; rows <= @case.Depthwise.H.Out; rows++)
                    InstructionSets.SameBits(expected, Dispatch.Make<Case, float[]>(isa, @case with { StripRows = rows }), $"{isa} {@case} strips of {rows}");
            }
        }
    }

    [Fact]
    public void PartsOfTheStripsGiveTheBitsOfTheWhole()
    {
        foreach (Case @case in Cases)
        {
            float[] expected = Dispatch.Make<Case, float[]>(EdgeRuntime.Isa.Scalar, @case);
            for (int part = 1; part < 5; part++)
                InstructionSets.SameBits(expected, Dispatch.Make<Case, float[]>(EdgeRuntime.Isa.Neon, @case with { StripRows = 2, Part = part }), $"{@case} {part} at a time");
        }
    }

    [Fact]
    public void AStripAsLargeAsTheCacheAllowsIsChosen()
    {
        SeparableChain chain = new() { Expands = true, StripRows = 1 };
        chain.Depthwise.Shape = ConvShape.Dense(1, ConvAxis.Unit, new(56, 56, 1, -1, 1, 3), new(56, 56, 1, -1, 1, 3), 1, 144, 1, 144);
        chain.ChooseStrips();
        Assert.Equal(2, chain.StripRows); // 4 + 2 rows of 31.5 KiB
        Assert.Equal(4, chain.RingRows);
        chain.Depthwise.Shape = ConvShape.Dense(1, ConvAxis.Unit, new(500, 500, 1, -1, 1, 3), new(500, 500, 1, -1, 1, 3), 1, 144, 1, 144);
        chain.ChooseStrips();
        Assert.Equal(1, chain.StripRows);
    }

    /// <summary>Two images of 5 channels that become 37, then 6; strips of 0 rows stand for one kernel after the other.</summary>
    private sealed record Case(int Height, int Width, int Stride, int Kernel, bool Residual) : ISimdMaker<float[]>
    {
        private const int Channels = 5, Wide = 37, Outputs = 6, Batch = 2;

        public int Dilation { get; init; } = 1;

        public int StripRows { get; init; }

        public int Part { get; init; } = int.MaxValue;

        public ConvShape Depthwise => ConvShape.Dense(1, ConvAxis.Unit, Axis(RowsBefore, Dilation), Axis(ColumnsBefore, 1), 1, Wide, 1, Wide);

        private ConvShape Expand => ConvShape.Dense(1, ConvAxis.Unit, AxisBefore(Height), AxisBefore(Width), Channels, Channels, Wide, Wide);

        private ConvShape Project => ConvShape.Dense(
            1, ConvAxis.Unit, new(Depthwise.H.Out, Depthwise.H.Out, 1, 0, 1, 1), new(Depthwise.W.Out, Depthwise.W.Out, 1, 0, 1, 1), Wide, Wide, Outputs, Outputs);

        private int RowsBefore => Kernel == 3 ? AxisBefore(Height).Out : Height;

        private int ColumnsBefore => Kernel == 3 ? AxisBefore(Width).Out : Width;

        public float[] Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct
        {
            SeparableChain chain = new() { Expands = Kernel != 0, StripRows = Math.Max(1, StripRows) };
            chain.Expand = new() { Shape = Expand, IsPointwise = Kernel == 1, Epilogue = Epilogue.Relu };
            chain.Depthwise = new() { Shape = Depthwise, Epilogue = Epilogue.Relu };
            chain.Project = new() { Shape = Project, IsPointwise = true, Epilogue = Epilogue.None };
            using FencedFloats x = FencedFloats.Random(Batch * (Kernel != 0 ? Expand.InImage : Depthwise.InImage), 1), y = new(Batch * Project.OutImage);
            using FencedFloats residual = FencedFloats.Random(y.Length, 2);
            using FencedFloats first = Panels(Expand, 3), second = Random(DepthwiseF32.PackedLength(Wide, 9), 4), third = Panels(Project, 5);
            chain.Expand.Packed = first.Pointer;
            chain.Depthwise.Packed = second.Pointer;
            chain.Project.Packed = third.Pointer;
            chain.Project.Epilogue.Residual = Residual ? residual.Pointer : null;
            if (StripRows == 0)
                OneAfterTheOther<S, V>(chain, x.Pointer, y.Pointer);
            else
                Strips<S, V>(chain, x.Pointer, y.Pointer);
            return y.Span.ToArray();
        }

        private void Strips<S, V>(SeparableChain chain, float* x, float* y)
            where S : struct, ISimd<V>
            where V : struct
        {
            using FencedFloats scratch = new(chain.ScratchBytes / sizeof(float));
            int strips = Batch * chain.Strips;
            for (int from = 0, to; from < strips; from = to)
            {
                to = Math.Min(strips - from, Part) + from;
                scratch.Span.Fill(float.NaN);
                SeparableF32.Run<S, V>(&chain, x, y, (byte*)scratch.Pointer, from, to);
            }
        }

        private void OneAfterTheOther<S, V>(SeparableChain chain, float* x, float* y)
            where S : struct, ISimd<V>
            where V : struct
        {
            ConvShape expand = Expand with { Batch = Batch }, depthwise = Depthwise with { Batch = Batch }, project = Project with { Batch = Batch };
            using FencedFloats wide = new(Batch * depthwise.InImage), middle = new(Batch * depthwise.OutImage);
            using FencedFloats scratch = new(Math.Max(ConvF32.ScratchBytes(expand), ConvF32.ScratchBytes(project)) / sizeof(float));
            if (Kernel != 0)
                ConvF32.Run<S, V>(&expand, x, chain.Expand.Packed, wide.Pointer, Epilogue.Relu, (byte*)scratch.Pointer, 0, expand.Pixels);
            DepthwiseF32.Run<S, V>(
                &depthwise, Kernel != 0 ? wide.Pointer : x, chain.Depthwise.Packed, middle.Pointer, Epilogue.Relu, 0, Batch * depthwise.H.Out);
            ConvF32.Run<S, V>(&project, middle.Pointer, chain.Project.Packed, y, chain.Project.Epilogue, (byte*)scratch.Pointer, 0, project.Pixels);
        }

        private ConvAxis Axis(int length, int dilation) => new(length, ((length - 1) / Stride) + 1, Stride, -dilation, dilation, 3);

        private ConvAxis AxisBefore(int length) => Kernel == 3 ? new(length, ((length - 1) / 2) + 1, 2, -1, 1, 3) : new(length, length, 1, 0, 1, 1);

        private static FencedFloats Panels(ConvShape shape, ulong seed) => Random(EdgeRuntime.Kernels.Panels.Length(shape.Outputs, shape.K), seed);

        private static FencedFloats Random(long length, ulong seed) => FencedFloats.Random(length, seed);
    }
}
