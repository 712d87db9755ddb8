namespace EdgeRuntime.Training;

/// <summary>
/// The built-in <c>tcn</c>: residual blocks of two causal convolutions, each block's dilation twice that of the block before it (after Bai, Kolter and Koltun,
/// 2018, with batch normalization), what is concluded from their steps, a dense layer. A step depends on those before it alone, so that the network can
/// run as data come in; it sees <c>1 + 2 (kernel - 1) (2^blocks - 1)</c> steps.
/// </summary>
internal static class TemporalNetwork
{
    public const int MostBlocks = 12; // which see 8 thousand steps with a kernel of 2

    private const int UsualBlocks = 4;

    /// <summary>Makes one.</summary>
    /// <param name="input">One sample, [steps, features]; the number of steps stays open.</param>
    /// <param name="outputs">Classes, or numbers to predict.</param>
    /// <param name="seed">Where first weights come from.</param>
    /// <param name="options">How large it is.</param>
    public static Model Create(Shape input, int outputs, ulong seed, SequenceOptions options)
    {
        options.Check("tcn");
        if (input.Rank != 2 || input.Count == 0 || outputs < 1)
            Throw.Data($"'tcn' takes sequences of [steps, features] and 1 output or more, got {input} and {outputs}.");
        ModelBuilder b = ModelBuilder.ForSequences("tcn", input[1], options.TakesLengths, seed).FeaturesFirst();
        for (int block = 0; block < options.LayersOr(UsualBlocks); block++)
        {
            int dilation = 1 << block;
            (string shortcut, Shape before) = (b.Value, b.Shape);
            b.CausalConv(options.Hidden, options.Kernel, dilation, options.Separable).BatchNorm().Relu();
            if (options.Dropout > 0)
                b.Dropout(options.Dropout);
            b.CausalConv(options.Hidden, options.Kernel, dilation, options.Separable).BatchNorm();
            if (before[0] != options.Hidden)
            {
                (string deep, Shape shape) = (b.Value, b.Shape);
                (b.Value, b.Shape) = (shortcut, before);
                shortcut = b.CausalConv(options.Hidden, kernel: 1, bias: true).Value;
                (b.Value, b.Shape) = (deep, shape);
            }

            b.Add(shortcut).Relu();
        }

        b = options.Pooling == SequencePooling.Mean ? b.MeanOfTime() : b.LastOfTime();
        if (options.Dropout > 0)
            b.Dropout(options.Dropout);
        return b.Dense(outputs, new ScaledInitializer(InitializerKind.GlorotUniform)).Build("logits");
    }
}
