using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary>A function of two float operands of which at least one repeats.</summary>
internal static unsafe class BinaryStep
{
    public static void Add<TMap>(StepBuilder steps, TMap map, Value a, Value b, Value y)
        where TMap : struct, IMap2 =>
        steps.Add(new Maker<TMap>(map, new Broadcast(y.Shape, a.Shape, b.Shape), steps.Floats(a), steps.Floats(b), steps.Floats(y)));

    private readonly struct Maker<TMap>(TMap map, Broadcast walk, float* a, float* b, float* y) : ISimdMaker<Step>
        where TMap : struct, IMap2
    {
        public Step Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct => new Loop<S, V, TMap>(map, walk, a, b, y);
    }

    private sealed class Loop<S, V, TMap>(TMap map, Broadcast walk, float* a, float* b, float* y) : BroadcastStep(walk)
        where S : struct, ISimd<V>
        where V : struct
        where TMap : struct, IMap2
    {
        private const int TileColumns = 256; // 1 KiB of the stack
        private const int ShortRow = 32; // rows of more columns are fast enough one by one

        private readonly bool aRepeats = walk.RunStride(0) == 0;
        private readonly bool bRepeats = walk.RunStride(1) == 0;
        private readonly int aStride = walk.RowStride(0);
        private readonly int bStride = walk.RowStride(1);

        protected override void Compute(BroadcastBlock block)
        {
            float* pa = a + block.A, pb = b + block.B, py = y + block.Y;
            int columns = block.Columns;
            if (columns <= ShortRow && (long)block.Rows * columns >= 2 * TileColumns && !aRepeats && !bRepeats)
            {
                Tiled(pa, pb, py, block.Rows * columns, columns);
                return;
            }

            for (int row = 0; row < block.Rows; row++)
            {
                if (bRepeats)
                    Map.RunRight<S, V, TMap>(map, pa, *pb, py, columns);
                else if (aRepeats)
                    Map.RunLeft<S, V, TMap>(map, *pa, pb, py, columns);
                else
                    Map.Run<S, V, TMap>(map, pa, pb, py, columns);
                pa += aStride;
                pb += bStride;
                py += columns;
            }
        }

        /// <summary>One operand is the same short row each time (a channel's number, channels last): a tile of copies of it makes long rows.</summary>
        private void Tiled(float* pa, float* pb, float* py, int count, int columns)
        {
            float* tile = stackalloc float[TileColumns];
            float* row = bStride == 0 ? pb : pa;
            int width = TileColumns - (TileColumns % columns);
            for (int i = 0; i < columns; i++)
                tile[i] = row[i];
            for (int i = columns; i < width; i++)
                tile[i] = tile[i - columns];
            for (int i = 0; i < count; i += width)
            {
                int length = Math.Min(width, count - i);
                if (bStride == 0)
                    Map.Run<S, V, TMap>(map, pa + i, tile, py + i, length);
                else
                    Map.Run<S, V, TMap>(map, tile, pb + i, py + i, length);
            }
        }
    }
}
