using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Training;

/// <summary>
/// <c>loss = mean over N of -log softmax(logits)[label]</c>, or against rows of probabilities
/// <c>mean of -sum(target * log softmax(logits))</c>. Inputs: logits [N, C], labels int32 [N] or targets float32 [N, C]. Outputs: loss [],
/// softmax [N, C], the number of rows whose largest logit is at the (largest) label [].
/// </summary>
internal sealed record SoftmaxCrossEntropy : Operator
{
    public override bool Takes(ElementType type) => type is ElementType.Float32 or ElementType.Int32;

    public override void Infer(Node node)
    {
        Shape logits = node.Shape(0);
        bool sparse = node.Type(1) == ElementType.Int32;
        if (logits.Rank != 2 || logits[1] < 2)
            node.Fail($"logits must be [batch, classes] with 2 classes or more, got {node.Input(0)}.");
        if (sparse ? node.Shape(1) != new Shape(logits[0]) : node.Shape(1) != logits)
            node.Fail($"labels {node.Input(1)} do not fit logits {logits}: int32 [{logits[0]}] or float32 {logits} is needed.");
        node.AddOutput(ElementType.Float32, default);
        node.AddOutput(ElementType.Float32, logits);
        node.AddOutput(ElementType.Float32, default);
    }

    public override Sharing Shares(Node node, int output) => output == 1 ? Sharing.InPlace(0) : Sharing.None;

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        bool sparse = node.Type(1) == ElementType.Int32;
        steps.Add(new LossStep(
            steps.Floats(node.Input(0)), sparse ? steps.Pointer<int>(node.Input(1)) : null, sparse ? null : steps.Floats(node.Input(1)),
            steps.Floats(node.Outputs[0]), steps.Floats(node.Outputs[1]), steps.Floats(node.Outputs[2]), node.Shape(0)[0], node.Shape(0)[1]));
    }

    public override void Gradient(Node node, GradientBuilder gradient)
    {
        if (gradient.Needs(node.Input(0)) && gradient.Of(node.Output) is { } dloss)
            gradient.Add(node.Input(0), gradient.Emit(new SoftmaxCrossEntropyGradient(), node.Outputs[1], node.Input(1), dloss));
    }

    // A row has ten or so classes: one lane is as fast as eight, and its order of sums is the same everywhere.
    private sealed unsafe class LossStep(
        float* logits, int* labels, float* targets, float* loss, float* softmax, float* correct, int rows, int classes) : Step
    {
        public override void Run(int first, int last, int worker)
        {
            float total = 0f;
            int right = 0;
            for (int n = 0; n < rows; n++)
            {
                float* x = logits + ((long)n * classes);
                float* p = softmax + ((long)n * classes);
                int best = IndexOfMax(x, classes);
                float max = x[best];
                int label = labels != null ? labels[n] : IndexOfMax(targets + ((long)n * classes), classes);
                float atLabel = x[label] - max;
                float weighted = targets != null ? Weighted(x, targets + ((long)n * classes), max) : atLabel;
                float mass = targets != null ? Mass(targets + ((long)n * classes)) : 1f;

                float sum = 0f;
                for (int c = 0; c < classes; c++)
                {
                    p[c] = VectorMath.Exp<ScalarSet, float>(x[c] - max);
                    sum += p[c];
                }

                for (int c = 0; c < classes; c++)
                    p[c] /= sum;
                total += (mass * VectorMath.Log<ScalarSet, float>(sum)) - weighted;
                right += best == label ? 1 : 0;
            }

            *loss = total / rows;
            *correct = right;
        }

        private float Weighted(float* x, float* target, float max)
        {
            float sum = 0f;
            for (int c = 0; c < classes; c++)
                sum += target[c] * (x[c] - max);
            return sum;
        }

        private float Mass(float* target)
        {
            float sum = 0f;
            for (int c = 0; c < classes; c++)
                sum += target[c];
            return sum;
        }

        private static int IndexOfMax(float* x, int count)
        {
            int best = 0;
            for (int i = 1; i < count; i++)
                best = x[i] > x[best] ? i : best;
            return best;
        }
    }
}

/// <summary><c>dlogits = (mass * softmax - target) * dloss / N</c>. Inputs: softmax [N, C], labels as in the loss, dloss [].</summary>
internal sealed record SoftmaxCrossEntropyGradient : Operator
{
    public override bool Takes(ElementType type) => type is ElementType.Float32 or ElementType.Int32;

    public override void Infer(Node node) => node.AddOutput(ElementType.Float32, node.Shape(0));

    public override Sharing Shares(Node node, int output) => Sharing.InPlace(0);

    public override unsafe void Compile(Node node, StepBuilder steps)
    {
        bool sparse = node.Type(1) == ElementType.Int32;
        steps.Add(new GradientStep(
            steps.Floats(node.Input(0)), sparse ? steps.Pointer<int>(node.Input(1)) : null, sparse ? null : steps.Floats(node.Input(1)),
            steps.Floats(node.Input(2)), steps.Floats(node.Output), node.Shape(0)[0], node.Shape(0)[1]));
    }

    private sealed unsafe class GradientStep(
        float* softmax, int* labels, float* targets, float* dloss, float* dlogits, int rows, int classes) : Step
    {
        public override void Run(int first, int last, int worker)
        {
            float scale = *dloss / rows;
            for (int n = 0; n < rows; n++)
            {
                float* p = softmax + ((long)n * classes);
                float* d = dlogits + ((long)n * classes);
                float* t = targets + ((long)n * classes);
                float mass = 0f;
                for (int c = 0; c < classes && targets != null; c++)
                    mass += t[c];
                for (int c = 0; c < classes; c++)
                {
                    d[c] = targets != null
                        ? ((mass * p[c]) - t[c]) * scale
                        : (p[c] - (c == labels[n] ? 1f : 0f)) * scale;
                }
            }
        }
    }
}
