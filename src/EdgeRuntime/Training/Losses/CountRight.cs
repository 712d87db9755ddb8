using System;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Training;

/// <summary>
/// How many rows of logits [N, ...] are right: of one logit its sign, above 0 where the target is above one half; of several the largest at
/// the largest target. Inputs: logits, targets, how many rows count, int32 [] (optional). Output: the number [].
/// </summary>
internal sealed record CountRight : Operator
{
    public override void Infer(Node node) => node.AddOutput(ElementType.Float32, default);

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        int rows = node.Shape(0).Rank == 0 ? 1 : node.Shape(0)[0];
        Args args = new()
        {
            X = steps.Floats(node.Input(0)),
            Target = steps.Floats(node.Input(1)),
            Count = steps.Floats(node.Output),
            Filled = node.Optional(2) is { } filled ? steps.Pointer<int>(filled) : null,
            Rows = rows,
            Length = node.Shape(0).Count / rows,
        };
        steps.Add(new KernelStep<Args>(args, &Run, 1, node.Shape(0).Count));
    }

    private static unsafe void Run(in Args args, int first, int last)
    {
        int right = 0;
        int rows = args.Filled != null ? *args.Filled : args.Rows;
        for (int n = 0; n < rows; n++)
        {
            ReadOnlySpan<float> x = new(args.X + ((nint)n * args.Length), args.Length), target = new(args.Target + ((nint)n * args.Length), args.Length);
            right += Truth.IsRight(x, target) ? 1 : 0;
        }

        *args.Count = right;
    }

    private unsafe struct Args
    {
        public float* X;
        public float* Target;
        public float* Count;
        public int* Filled;
        public int Rows;
        public int Length;
    }
}
