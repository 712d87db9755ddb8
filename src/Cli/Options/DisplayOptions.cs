using System.CommandLine;
using EdgeCli.Live;

namespace EdgeCli.Options;

/// <summary>How a running training is shown.</summary>
internal sealed class DisplayOptions
{
    private readonly Option<bool> plain = new("--plain") { Description = "A line an epoch on a terminal too, instead of the live table." };

    public void AddTo(Verb verb) => verb.Options.Add(plain);

    public TrainingDisplay For(Context context, int epochs) => TrainingDisplay.For(context, context.Get(plain), epochs);
}
