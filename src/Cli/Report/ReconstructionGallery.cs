using System.Collections.Generic;

namespace EdgeCli.Report;

/// <summary>A sample and what a model made of it.</summary>
/// <param name="Sample">Its place in the data set.</param>
/// <param name="Error">The mean squared difference.</param>
/// <param name="Given">The sample.</param>
/// <param name="Came">What the model gave, as many numbers.</param>
/// <param name="Shape">The axes of both.</param>
internal sealed record Reconstruction(int Sample, double Error, float[] Given, float[] Came, IReadOnlyList<int> Shape);

/// <summary>Samples with what a model made of them, side by side.</summary>
internal static class ReconstructionGallery
{
    public static Markup Draw(IReadOnlyList<Reconstruction> reconstructions)
    {
        Markup gallery = new Markup().Add($"<p class=\"note\">On the left the sample, on the right what the model gave back.</p>\n<div class=\"mistakes pairs\">\n");
        foreach (Reconstruction r in reconstructions)
        {
            gallery.Add($"<figure><div class=\"pair\">{SamplePicture.Draw(r.Given, r.Shape, $"sample {r.Sample}")}{SamplePicture.Draw(r.Came, r.Shape, $"reconstruction of sample {r.Sample}")}</div>")
                .Add($"<figcaption>squared error {TensorJson.Show(r.Error, "G4")}<br><span class=\"soft\">sample {r.Sample}</span></figcaption></figure>\n");
        }

        return gallery.Add($"</div>\n");
    }
}
