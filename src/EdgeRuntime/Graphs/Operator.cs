using System;
using System.Text;

namespace EdgeRuntime.Graphs;

/// <summary>How an output may lie in memory that another value of the node already has.</summary>
internal enum SharingKind
{
    None,

    /// <summary>The output is the input's bytes, from an offset on: no copy, no memory.</summary>
    View,

    /// <summary>The output may overwrite the input, if nobody reads the input afterwards.</summary>
    InPlace,
}

/// <summary>The wish of one output to share an input's memory.</summary>
internal readonly record struct Sharing(SharingKind Kind, int Input, long ByteOffset)
{
    public static Sharing None => default;

    public static Sharing View(int input, long byteOffset = 0) => new(SharingKind.View, input, byteOffset);

    public static Sharing InPlace(int input) => new(SharingKind.InPlace, input, 0);
}

/// <summary>
/// The contract of one operator with its attributes: shape rule, memory, steps, gradient. An operator is stateless and equal to
/// another with the same attributes.
/// </summary>
internal abstract record Operator
{
    /// <summary>The operator's name in graphs and messages: ONNX's where there is one.</summary>
    public virtual string Type => GetType().Name;

    /// <summary>Checks the inputs and declares the outputs with <see cref="Node.AddOutput"/>.</summary>
    public abstract void Infer(Node node);

    /// <summary>Whether kernels take this element type as it is; 16- and 64-bit floats that are not taken are cast around the node.</summary>
    public virtual bool Takes(ElementType type) => type == ElementType.Float32;

    /// <summary>Whether each output element depends only on the input elements of its own place (after broadcasting), so that a transposition may move across.</summary>
    public virtual bool IsElementwise => false;

    /// <summary>Whether the result differs from run to run (dropout): such a node is never folded.</summary>
    public virtual bool IsRandom => false;

    /// <summary>Whether the node writes through its views (an optimizer's update, a running statistic); such a node is never dead.</summary>
    public virtual bool Updates => false;

    /// <summary>
    /// What computes output 0 a second time, when a training gave its memory away between forward and backward: an operator of the
    /// node's inputs followed by its other outputs, which are kept. Null for the operator itself. The result must be the same bits.
    /// </summary>
    public virtual Operator? Again => null;

    /// <summary>How an output shares an input's memory.</summary>
    public virtual Sharing Shares(Node node, int output) => Sharing.None;

    /// <summary>
    /// Where an input may lie inside output 0 so that its producer writes it there at once (Concat), as a byte offset; -1 where it may not.
    /// <see cref="Compile"/> sees it by comparing pointers and then copies nothing.
    /// </summary>
    public virtual long PlaceOfInput(Node node, int input) => -1;

    /// <summary>Asks for scratch and packed constants; nothing else may be used by the steps.</summary>
    public virtual void Reserve(Node node, Reservation memory)
    {
    }

    /// <summary>Adds the steps that compute the node; pointers are final here.</summary>
    public abstract void Compile(Node node, StepBuilder steps);

    /// <summary>Appends the gradient of the node to the graph.</summary>
    public virtual void Gradient(Node node, GradientBuilder gradient) =>
        Throw.Unsupported($"{node.Path} has no gradient: freeze the layers below it, or leave it out of the graph that is trained.");

    /// <summary>
    /// Appends what does the node's work for the frames of one step to a streaming graph. Called where an input has frames; nodes without
    /// any are taken over as they are.
    /// </summary>
    public virtual void ByFrames(Node node, StreamBuilder stream)
    {
        if (IsElementwise)
            Elementwise.ByFrames(node, stream);
        else
            stream.Refuse("may look at other frames than its own");
    }

    /// <summary>Multiply-accumulates of one run: convolutions, matrix products and recurrent cells.</summary>
    public virtual long Macs(Node node) => 0;

    /// <summary>Keeps the properties above out of the text of a record, so that it shows the attributes alone.</summary>
    protected virtual bool PrintMembers(StringBuilder builder) => false;
}
