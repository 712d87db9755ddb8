namespace EdgeRuntime.Training;

/// <summary>What happens to a gradient or a weight in front of any update formula.</summary>
/// <param name="WeightDecay">Coupled: this part of the weight joins its gradient.</param>
/// <param name="Decays">Whether decoupled decay shrinks the weight.</param>
/// <param name="L1">This joins the gradient with the weight's sign.</param>
/// <param name="ClipValue">The gradient is brought within plus and minus this before penalties join it; infinity for never.</param>
/// <param name="Clears">Whether the gradient becomes zero once it is used: an accumulator.</param>
internal readonly record struct UpdateTerms(float WeightDecay, bool Decays, float L1, float ClipValue, bool Clears)
{
    /// <summary>Whether there is more to do than coupled weight decay, which costs nothing beside memory traffic.</summary>
    public bool Shapes => Clears || Decays || L1 != 0f || ClipValue < float.PositiveInfinity;
}
