using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace EdgeRuntime.Training;

/// <summary>How large the gradient of one weight was.</summary>
/// <param name="Weight">The weight's name.</param>
/// <param name="Norm">The root of the sum of its squares; NaN or infinite where one of its numbers was.</param>
public readonly record struct GradientNorm(string Weight, double Norm);

/// <summary>Where a training went wrong, found by repeating the last steps and looking at each number that they make.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Step">The step in the epoch, from 1, whose loss was not usable.</param>
/// <param name="Loss">This loss: NaN, infinite, or a thousand times the first one.</param>
/// <param name="LearningRate">The highest rate of the epoch's steps up to this one.</param>
/// <param name="FirstStep">The step in which the first number appeared that is not finite; null where all were.</param>
/// <param name="FirstPlace">What that number came out of: a layer, its gradient, an update of a weight, or the samples.</param>
/// <param name="Gradients">The norms of all gradients in the last step before that, in the order of the updates.</param>
public sealed record Divergence(int Epoch, int Step, float Loss, float LearningRate, int? FirstStep, string? FirstPlace, IReadOnlyList<GradientNorm> Gradients)
{
    private const int Shown = 4;

    /// <summary>What happened, where it began and what to do, in one line.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"The loss became {Loss} in step {Step} of epoch {Epoch} at learning rates of up to {LearningRate:G6}.");
        if (FirstPlace is not null)
            text.Append(CultureInfo.InvariantCulture, $" The first number that is not finite came out of {FirstPlace} in step {FirstStep}.");
        if (Gradients.Count > 0)
        {
            List<GradientNorm> largest = [.. Gradients];
            largest.Sort((a, b) => b.Norm.CompareTo(a.Norm));
            largest = largest.GetRange(0, int.Min(Shown, largest.Count));
            text.Append(FirstPlace is null ? " Largest gradient norms: " : " Largest gradient norms before it: ");
            text.AppendJoin(", ", largest.ConvertAll(g => string.Create(CultureInfo.InvariantCulture, $"{g.Weight} {g.Norm:G3}"))).Append('.');
        }

        return text.Append(" Use a smaller learning rate, warm it up or clip the gradients, and look for extreme values in the data.").ToString();
    }
}
