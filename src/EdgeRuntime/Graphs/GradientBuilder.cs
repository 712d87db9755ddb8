namespace EdgeRuntime.Graphs;

/// <summary>What an operator's gradient rule sees: the gradients of its outputs come in, those of its inputs go out as new nodes.</summary>
internal abstract class GradientBuilder
{
    /// <summary>The gradient of the loss with respect to an output, or null where nothing depends on that output.</summary>
    public abstract Value? Of(Value output);

    /// <summary>Whether anyone asks for the gradient of this input; false for null, constants and frozen values.</summary>
    public abstract bool Needs(Value? input);

    /// <summary>
    /// Of a weight that is trained in part: what a layer reads through that part, and the part, which the gradient belongs to; null for all
    /// other values. <see cref="Needs"/> is false for such a weight.
    /// </summary>
    public virtual (Value Activation, Value Part)? PartOf(Value weight) => null;

    /// <summary>After so many steps of time the gradient of a recurrent layer goes no further back; 0 for all the way.</summary>
    public virtual int TruncateSteps => 0;

    /// <summary>Adds a contribution to the gradient of <paramref name="input"/>; shapes must be equal.</summary>
    public abstract void Add(Value input, Value gradient);

    /// <summary>Appends a node and gives its first output.</summary>
    public abstract Value Emit(Operator op, params Value?[] inputs);

    /// <summary>Appends a node and gives all its outputs.</summary>
    public abstract Value[] EmitAll(Operator op, params Value?[] inputs);

    /// <summary>A constant of the graph.</summary>
    public abstract Value Constant(Tensor data);
}
