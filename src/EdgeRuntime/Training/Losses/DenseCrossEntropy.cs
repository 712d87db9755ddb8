namespace EdgeRuntime.Training;

/// <summary>Categorical cross entropy of rows of class probabilities: <c>-sum(target log softmax(logits))</c>.</summary>
public sealed record DenseCrossEntropy : CrossEntropy
{
    internal override bool TakesLabels => false;
}
