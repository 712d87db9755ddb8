using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>Checks the lengths of sequences before anything is read by them; one unit, so that it runs on the caller's thread.</summary>
internal sealed unsafe class LengthsStep(int* lengths, int count, int time) : Step
{
    public override void Run(int first, int last, int worker)
    {
        for (int b = 0; b < count; b++)
        {
            if ((uint)lengths[b] > (uint)time)
                Throw.Data($"{Name}: sequence {b} of the batch has length {lengths[b]}, the input has {time} steps: use 0 to {time}.");
        }
    }
}
