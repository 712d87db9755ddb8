namespace EdgeRuntime.Training;

/// <summary>
/// The built-in <c>transformer</c>: an encoder over [N, T, features] whose layers normalize before they attend and before their two dense
/// layers, the mean over the steps, a dense layer.
/// </summary>
internal static class TransformerNetwork
{
    /// <summary>How much wider than a step the dense layer in the middle of a layer is.</summary>
    private const int Widening = 2;

    /// <summary>Makes one.</summary>
    /// <param name="input">One sample, [steps, features]; the number of steps stays open.</param>
    /// <param name="outputs">Classes, or numbers to predict.</param>
    /// <param name="seed">Where first weights come from.</param>
    /// <param name="options">How large it is.</param>
    public static Model Create(Shape input, int outputs, ulong seed, SequenceOptions options)
    {
        const string Name = "transformer";
        options.Check(Name);
        if (input.Rank != 2 || input.Count == 0 || outputs < 1)
            Throw.Data($"'{Name}' takes sequences of [steps, features] and 1 output or more, got {input} and {outputs}.");
        ModelBuilder builder = ModelBuilder.ForSequences(Name, input[1], options.TakesLengths, seed).ClearBehindEnds().DenseOfSteps(options.Hidden).AddPositions();
        Drop(builder, options);
        for (int layer = 0; layer < options.LayersOr(1); layer++)
        {
            string before = builder.Value;
            Drop(builder.LayerNorm().SelfAttention(options.Heads), options).Add(before);
            before = builder.Value;
            Drop(builder.LayerNorm().DenseOfSteps(Widening * options.Hidden).Gelu().DenseOfSteps(options.Hidden), options).Add(before);
        }

        return builder.LayerNorm().MeanOfRealSteps().Dense(outputs, new ScaledInitializer(InitializerKind.GlorotUniform)).Build("logits");
    }

    private static ModelBuilder Drop(ModelBuilder builder, SequenceOptions options) => options.Dropout > 0 ? builder.Dropout(options.Dropout) : builder;
}
