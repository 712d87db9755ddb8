using System;
using System.Linq;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Training;

namespace Tests;

/// <summary>The C# sample of the README, word for word, so that it is compiled; <see cref="ReadmeTests"/> compares and runs it.</summary>
internal static class ReadmeSample
{
    public static void Run()
    {
        Dataset digits = Dataset.Open("digits#train").Take(2000);          // drawn by Edge itself, so this runs anywhere
        Model model = Architecture.Create("lenet", new Shape(1, 28, 28), classes: 10, seed: 1);
        TrainerOptions options = new() { Batch = 32, Optimizer = new Sgd { LearningRate = 0.05f } };
        using Trainer trainer = new(model, options);                       // everything is planned and allocated here
        Console.WriteLine($"training takes {trainer.ArenaBytes} bytes");
        Console.WriteLine(new Fit(model, trainer, digits, options: new FitOptions { Epochs = 1 }).Run().Epochs[0]);
        model.Save("lenet.onnx");                                          // plain ONNX, opens everywhere

        using Session session = new(Model.Load("lenet.onnx"));             // refuses here, not later, if anything does not fit
        digits.CopySample(0, session.Input<float>());
        session.Run();                                                     // allocates nothing, from now on
        float[] logits = session.Output<float>().ToArray();
        Console.WriteLine($"a {digits.Label(0)} is read as {Array.IndexOf(logits, logits.Max())}");
    }
}
