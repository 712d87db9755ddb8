using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;

namespace EdgeRuntime.Operators;

/// <summary>Turns matrices of 32-bit elements over, such as images from NCHW to NHWC and back; a unit is a run of columns of one matrix.</summary>
internal sealed unsafe class TransposeStep : Step
{
    private readonly float* source;
    private readonly float* target;
    private readonly int[] outer; // lengths of the axes around the matrices, outermost first
    private readonly long[] from; // elements from one of their indices to the next
    private readonly long[] to;
    private readonly int rows; // of the source
    private readonly int columns;
    private readonly long sourceStride;
    private readonly long targetStride;
    private readonly int blocks;

    public TransposeStep(byte* source, byte* target, MoveLayout layout)
    {
        this.source = (float*)source;
        this.target = (float*)target;
        (columns, rows) = (layout.Lengths[^2], layout.Lengths[^1]);
        (sourceStride, targetStride) = (layout.From[^1] / sizeof(float), layout.To[^2] / sizeof(float));
        outer = [.. layout.Lengths[..^2]];
        from = [.. layout.From[..^2].ConvertAll(bytes => bytes / sizeof(float))];
        to = [.. layout.To[..^2].ConvertAll(bytes => bytes / sizeof(float))];
        blocks = (columns + TransposeF32.Columns - 1) / TransposeF32.Columns;
        int matrices = 1;
        foreach (int length in outer)
            matrices *= length;
        Units = layout.Count == 0 ? 0 : matrices * blocks;
        Work = layout.Count;
    }

    public override void Run(int first, int last, int worker)
    {
        for (int unit = first; unit < last; unit++)
        {
            (int matrix, int block) = Math.DivRem(unit, blocks);
            int column = block * TransposeF32.Columns;
            float* x = source + column;
            float* y = target + (column * targetStride);
            for (int axis = outer.Length - 1; axis >= 0; axis--)
            {
                (matrix, int index) = Math.DivRem(matrix, outer[axis]);
                x += index * from[axis];
                y += index * to[axis];
            }

            TransposeF32.Run(x, sourceStride, y, targetStride, rows, Math.Min(TransposeF32.Columns, columns - column));
        }
    }
}
