using System;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>Copies bytes; what is left of a view whose output could not share its input's memory.</summary>
internal sealed unsafe class CopyStep(byte* source, byte* target, long bytes) : Step
{
    public static void AddUnlessShared(StepBuilder steps, Value source, Value target)
    {
        if (steps.Bytes(source) != steps.Bytes(target) && target.Bytes > 0)
            steps.Add(new CopyStep(steps.Bytes(source), steps.Bytes(target), target.Bytes));
    }

    public override void Run(int first, int last, int worker) => Buffer.MemoryCopy(source, target, bytes, bytes);
}
