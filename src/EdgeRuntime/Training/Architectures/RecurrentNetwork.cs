namespace EdgeRuntime.Training;

/// <summary>The built-in <c>gru</c> and <c>lstm</c>: layers of cells over [N, T, features], what is concluded from their states, a dense layer.</summary>
internal static class RecurrentNetwork
{
    /// <summary>Makes one.</summary>
    /// <param name="name">gru or lstm.</param>
    /// <param name="input">One sample, [steps, features]; the number of steps stays open.</param>
    /// <param name="outputs">Classes, or numbers to predict.</param>
    /// <param name="seed">Where first weights come from.</param>
    /// <param name="options">How large it is.</param>
    public static Model Create(string name, Shape input, int outputs, ulong seed, SequenceOptions options)
    {
        options.Check(name);
        if (input.Rank != 2 || input.Count == 0 || outputs < 1)
            Throw.Data($"'{name}' takes sequences of [steps, features] and 1 output or more, got {input} and {outputs}.");
        ModelBuilder builder = ModelBuilder.ForSequences(name, input[1], options.TakesLengths, seed).StepsFirst();
        int layers = options.LayersOr(1);
        for (int layer = 0; layer < layers; layer++)
        {
            bool isLast = layer == layers - 1;
            builder.Recurrent(name.ToUpperInvariant(), options.Hidden, options.Bidirectional, isLast && options.Pooling == SequencePooling.Last);
            if (isLast && options.Pooling == SequencePooling.Mean)
                builder.MeanOfSteps();
            if (options.Dropout > 0)
                builder.Dropout(options.Dropout);
        }

        return builder.Dense(outputs, new ScaledInitializer(InitializerKind.GlorotUniform)).Build("logits");
    }
}
