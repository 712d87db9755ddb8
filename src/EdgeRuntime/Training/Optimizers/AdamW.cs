namespace EdgeRuntime.Training;

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter, 2019), 0.01 where nothing else is said. PyTorch's AdamW.</summary>
public sealed record AdamW : Adam
{
    /// <summary>PyTorch's decay.</summary>
    public AdamW() => DecoupledWeightDecay = 0.01f;
}
