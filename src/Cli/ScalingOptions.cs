using System.CommandLine;
using EdgeRuntime;
using EdgeRuntime.Data;

namespace EdgeCli;

/// <summary>
/// How samples are scaled for a model, <c>(pixel * scale / 255 - mean) / std</c>: as the options say, else as the notes say that the model
/// carries (Edge writes them when it trains), else raw pixels 0 to 255, as models of the ONNX zoo take them.
/// </summary>
/// <param name="white">
/// What a white pixel is for a model without notes. Training takes 1: gradients of raw pixels are so large that no usual learning rate suits.
/// </param>
internal sealed class ScalingOptions(float white = 255)
{
    private readonly Option<float?> scale = new Option<float?>("--scale")
    {
        Description = $"What a white pixel becomes before mean and std: 255 for raw pixels, 1 for pixel / 255. Default: the model's notes, else {(white == 1 ? "1" : $"{white} (1 with --mean or --std)")}.",
        HelpName = "WHITE",
    }.Finite();

    private readonly Option<float?> mean = new Option<float?>("--mean") { Description = "Subtracted from every number.", HelpName = "X" }.Finite();
    private readonly Option<float?> std = new Option<float?>("--std") { Description = "What the difference is divided by.", HelpName = "X" }.NotZero();

    public void AddTo(Verb verb)
    {
        verb.Options.Add(scale);
        verb.Options.Add(mean);
        verb.Options.Add(std);
    }

    /// <summary>The scaling, with the size of pictures that the model's input asks for.</summary>
    public DataOptions For(Context context, Model model, Shape input)
    {
        bool normalizes = context.Get(mean) is not null || context.Get(std) is not null;
        DataOptions notes = InputNotes.Scaling(model.Metadata) ?? new DataOptions { White = normalizes ? 1 : white };
        DataOptions options = notes with
        {
            White = context.Get(scale) ?? notes.White,
            Mean = context.Get(mean) ?? notes.Mean,
            Deviation = context.Get(std) ?? notes.Deviation,
        };
        return input.Rank == 4 ? options with { Channels = input[1], Height = input[2], Width = input[3] } : options;
    }

    /// <summary>Says how the pixels of pictures are taken where neither the model nor the command line does.</summary>
    public void TellWhereUnknown(Context context, Model model, Dataset samples)
    {
        if (samples.SampleShape.Count == 3 && InputNotes.Scaling(model.Metadata) is null && context.Get(scale) is null)
            context.Log($"The model does not say how it wants its pixels: white is {(context.Get(mean) is not null || context.Get(std) is not null ? 1 : white)} here. --scale, --mean and --std say so.");
    }
}
