using System.CommandLine;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Data.Augmentation;

namespace EdgeCli.Options;

/// <summary>How samples are varied while a network trains.</summary>
internal sealed class AugmentationOptions
{
    private readonly Option<string?> augment = new("--augment")
    {
        Description = "Vary samples anew in each epoch, each by up to: rotate=DEGREES shift=PART zoom=PART shear=DEGREES brightness=X contrast=PART noise=X cutout=PART elastic=PIXELS flip vflip (pictures); noise=X scale=PART time-shift=PART crop=PART (signals and sequences) time-mask=PART feature-mask=PART (sequences). With commas between them.",
        HelpName = "rotate=10,shift=0.1,flip",
    };

    public void AddTo(Verb verb) => verb.Options.Add(augment);

    /// <summary>Refuses what does not go with such samples, before a training is planned.</summary>
    public void Check(Context context, Dataset training)
    {
        if (!training.IsSequence && For(context) is { IsNone: false } options)
            _ = new Augmenter(options, training.SampleShape, seed: 0);
    }

    /// <summary>What is varied; null for nothing.</summary>
    public AugmentOptions? For(Context context)
    {
        try
        {
            return context.Get(augment) is { } text ? AugmentOptions.Parse(text) : null;
        }
        catch (EdgeException e)
        {
            throw new UsageException($"--augment: {e.Message}");
        }
    }
}
