namespace EdgeRuntime;

/// <summary>Stochastic gradient descent: <c>g = dw + decay * w; v = momentum * v + g; w = w - rate * v</c>.</summary>
/// <remarks>The formulas of PyTorch's SGD: weight decay is coupled (part of the gradient), and the velocity holds no rate.</remarks>
public sealed record Sgd
{
    /// <summary>The step size; may be changed between steps by <see cref="Trainer.LearningRate"/>.</summary>
    public float LearningRate { get; init; } = 0.01f;

    /// <summary>How much of the last velocity stays, 0 to below 1; 0 takes no memory for velocities.</summary>
    public float Momentum { get; init; } = 0.9f;

    /// <summary>How much of the weight itself is added to its gradient.</summary>
    public float WeightDecay { get; init; }

    /// <summary>Whether the step looks ahead along the velocity (<c>w = w - rate * (g + momentum * v)</c>).</summary>
    public bool Nesterov { get; init; }
}
