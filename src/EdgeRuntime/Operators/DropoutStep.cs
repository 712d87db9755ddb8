using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Random;

namespace EdgeRuntime.Operators;

/// <summary>Drops elements; a unit is a run of them.</summary>
internal sealed unsafe class DropoutStep : Step
{
    private const int Chunk = 1024;
    private const int Group = 4; // numbers of one block of the generator

    private readonly Dropout op;
    private readonly long* counter;
    private readonly float* x;
    private readonly float* y;
    private readonly byte* mask; // null where nobody asks
    private readonly int count;

    public DropoutStep(Dropout op, long* counter, float* x, float* y, byte* mask, int count)
    {
        (this.op, this.count) = (op, count);
        this.counter = counter;
        this.x = x;
        this.y = y;
        this.mask = mask;
        Units = (count + Chunk - 1) / Chunk;
        Work = 8L * count; // a quarter of ten rounds of the generator each
    }

    public override void Run(int first, int last, int worker)
    {
        uint* words = stackalloc uint[Group];
        float scale = 1 / (1 - op.Ratio);
        int end = Math.Min(last * Chunk, count);
        for (int start = first * Chunk; start < end; start += Group)
        {
            // The step takes the upper half of the counter, the element's place the lower: no two numbers of a run meet.
            (words[0], words[1], words[2], words[3]) = CounterRandom.Block(
                (uint)start / Group, (uint)*counter, op.Stream, (uint)(*counter >> 32), (uint)op.Seed, (uint)(op.Seed >> 32));
            int width = Math.Min(Group, end - start);
            for (int i = 0; i < width; i++)
            {
                bool keep = CounterRandom.ToUniform(words[i]) >= op.Ratio;
                y[start + i] = keep ? x[start + i] * scale : 0;
                if (mask is not null)
                    mask[start + i] = keep ? (byte)1 : (byte)0;
            }
        }
    }
}
