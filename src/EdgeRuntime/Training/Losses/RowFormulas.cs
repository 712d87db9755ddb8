using System;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Training;

/// <summary><c>-sum(truth log softmax(x))</c>, with the derivative <c>sum(truth) softmax(x) - truth</c>.</summary>
internal readonly unsafe struct SoftmaxRow : IRowLoss
{
    public static string Name => "SoftmaxCrossEntropy";

    public float Row(float* x, float* slope, int label, int classes) => CrossEntropy(x, slope, classes);

    public static float CrossEntropy(float* x, float* slope, int classes)
    {
        float max = x[0];
        for (int c = 1; c < classes; c++)
            max = x[c] > max ? x[c] : max;
        float sum = 0f, mass = 0f, weighted = 0f;
        for (int c = 0; c < classes; c++)
        {
            sum += VectorMath.Exp<ScalarSet, float>(x[c] - max);
            mass += slope[c];
            weighted += slope[c] * (x[c] - max);
        }

        for (int c = 0; c < classes; c++)
            slope[c] = (mass * (VectorMath.Exp<ScalarSet, float>(x[c] - max) / sum)) - slope[c];
        return (mass * VectorMath.Log<ScalarSet, float>(sum)) - weighted;
    }
}

/// <summary>Cross entropy without the entropy of the truth itself: <c>sum(truth (log truth - log softmax(x)))</c>, with the same derivative.</summary>
internal readonly unsafe struct DivergenceRow : IRowLoss
{
    public static string Name => "KullbackLeibler";

    public float Row(float* x, float* slope, int label, int classes)
    {
        float entropy = 0f;
        for (int c = 0; c < classes; c++)
            entropy -= slope[c] > 0f ? slope[c] * VectorMath.Log<ScalarSet, float>(slope[c]) : 0f;
        return SoftmaxRow.CrossEntropy(x, slope, classes) - entropy;
    }
}

/// <summary>
/// <c>-weight (1 - p)^focus log p</c> with p the softmax at the label. By x its derivative is that of <c>-log p</c> times
/// <c>(1 - p)^focus - focus p (1 - p)^(focus - 1) log p</c>.
/// </summary>
internal readonly unsafe struct FocalRow(float focus) : IRowLoss
{
    // Where 1 - p is rounded to zero, loss and derivative are zero too, but a power with an exponent below zero is not.
    private const float Least = 1e-12f;

    public static string Name => "Focal";

    public float Row(float* x, float* slope, int label, int classes)
    {
        float weight = slope[label];
        for (int c = 0; c < classes; c++)
            slope[c] = c == label ? 1f : 0f;
        float loss = SoftmaxRow.CrossEntropy(x, slope, classes); // -log p; the slope at the label is p - 1
        float rest = Math.Max(-slope[label], Least), p = 1f + slope[label];
        float power = VectorMath.Pow<ScalarSet, float>(rest, focus);
        float factor = weight * (power + (focus * p * loss * (power / rest)));
        for (int c = 0; c < classes; c++)
            slope[c] *= factor;
        return weight * power * loss;
    }
}

/// <summary><c>weight sum over other classes of max(0, margin - x[label] + x[c]) / classes</c>.</summary>
internal readonly unsafe struct HingeRow(float margin) : IRowLoss
{
    public static string Name => "Hinge";

    public float Row(float* x, float* slope, int label, int classes)
    {
        float scale = slope[label] / classes, sum = 0f;
        int above = 0;
        for (int c = 0; c < classes; c++)
        {
            float gap = margin - x[label] + x[c];
            bool counts = c != label && gap > 0f;
            slope[c] = counts ? scale : 0f;
            sum += counts ? gap : 0f;
            above += counts ? 1 : 0;
        }

        slope[label] = -scale * above;
        return sum * scale;
    }
}

/// <summary><c>-sum(truth x)</c> of logarithms of probabilities.</summary>
internal readonly unsafe struct LogarithmRow : IRowLoss
{
    public static string Name => "NegativeLogLikelihood";

    public float Row(float* x, float* slope, int label, int classes)
    {
        float sum = 0f;
        for (int c = 0; c < classes; c++)
        {
            sum += slope[c] == 0f ? 0f : slope[c] * x[c]; // a class that is impossible has -infinity
            slope[c] = -slope[c];
        }

        return -sum;
    }
}
