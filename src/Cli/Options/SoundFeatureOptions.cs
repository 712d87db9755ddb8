using System.CommandLine;
using EdgeRuntime.Data;

namespace EdgeCli.Options;

/// <summary>How sounds become sequences.</summary>
internal sealed class SoundFeatureOptions
{
    private static readonly SoundOptions Usual = new();

    private readonly Option<string> features = new("--features") { Description = "Sounds: a step is the log-mel bands of a frame, cepstral coefficients of them, or one sample.", DefaultValueFactory = _ => "logmel" };
    private readonly Option<int> rate = new Option<int>("--rate") { Description = "Sounds: samples a second that all are brought to; the first sound's where it is left out.", HelpName = "HZ" }.Takes(hertz => hertz is >= 100 and <= 1_000_000, "100 to 1000000");
    private readonly Option<int> bands = new Option<int>("--bands") { Description = "Sounds: mel bands.", DefaultValueFactory = _ => Usual.Bands, HelpName = "N" }.FromOne();
    private readonly Option<int> coefficients = new Option<int>("--coefficients") { Description = "Sounds: cepstral coefficients of a step, with --features mfcc.", DefaultValueFactory = _ => Usual.Coefficients, HelpName = "N" }.FromOne();
    private readonly Option<float> frame = new Option<float>("--frame-ms") { Description = "Sounds: how much of it a step sees, in milliseconds.", DefaultValueFactory = _ => Usual.FrameMilliseconds, HelpName = "MS" }.AboveZero();
    private readonly Option<float> hop = new Option<float>("--hop-ms") { Description = "Sounds: how much later the next step begins, in milliseconds.", DefaultValueFactory = _ => Usual.HopMilliseconds, HelpName = "MS" }.AboveZero();

    public SoundFeatureOptions() => features.Among("logmel", "mfcc", "raw");

    public void AddTo(Verb verb)
    {
        foreach (Option option in (Option[])[features, rate, bands, coefficients, frame, hop])
            verb.Options.Add(option);
    }

    /// <summary>The front end; a model that was trained on sounds keeps its own.</summary>
    public SoundOptions For(Context context, DataOptions options)
    {
        foreach (Option option in (Option[])[features, rate, bands, coefficients, frame, hop])
        {
            if (options.Preparation is { SoundRate: > 0 } && context.Has(option))
                throw new UsageException($"{option.Name}: the model's notes say how its sounds become sequences; leave it away.");
        }

        return new SoundOptions
        {
            Features = context.Get(features) switch { "mfcc" => SoundFeatures.Mfcc, "raw" => SoundFeatures.Raw, _ => SoundFeatures.LogMel },
            SampleRate = context.Get(rate),
            Bands = context.Get(bands),
            Coefficients = context.Get(coefficients),
            FrameMilliseconds = context.Get(frame),
            HopMilliseconds = context.Get(hop),
        };
    }
}
