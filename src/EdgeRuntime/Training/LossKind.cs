namespace EdgeRuntime;

/// <summary>What training makes small.</summary>
public enum LossKind
{
    /// <summary>Cross entropy of the softmax of the model's output against class numbers; the output is [batch, classes].</summary>
    SoftmaxCrossEntropy,

    /// <summary>Cross entropy of the softmax of the model's output against rows of class probabilities.</summary>
    SoftmaxCrossEntropyDense,

    /// <summary>The mean of squared differences between the model's output and a target of the same shape.</summary>
    MeanSquaredError,
}
