using System;
using EdgeRuntime.Data.Digits;

namespace Devices.Imaging;

/// <summary>Counts what was recognised against the truth: a found box belongs to the digit that it overlaps most, by at least 0.3.</summary>
public sealed class RecognitionScore
{
    private const float LeastOverlap = 0.3f;
    private const int MostBoxes = 4096; // far beyond what a finder reports; bounds the stack

    /// <summary>Digits on the frames.</summary>
    public int Digits { get; private set; }

    /// <summary>Digits that were found and named rightly.</summary>
    public int Correct { get; private set; }

    /// <summary>Digits that were found and named wrongly.</summary>
    public int Confused { get; private set; }

    /// <summary>Digits that were not found.</summary>
    public int Missed { get; private set; }

    /// <summary>Boxes where there is no digit.</summary>
    public int Invented { get; private set; }

    /// <summary>Correct by all digits and inventions; 1 before the first digit.</summary>
    public float Accuracy => Digits + Invented == 0 ? 1f : (float)Correct / (Digits + Invented);

    /// <summary>Adds one frame.</summary>
    /// <param name="truth">The digits that are there.</param>
    /// <param name="boxes">The boxes that were found.</param>
    /// <param name="labels">The name of each box.</param>
    public void Add(ReadOnlySpan<PageDigit> truth, ReadOnlySpan<PixelBox> boxes, ReadOnlySpan<int> labels)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(labels.Length, boxes.Length);
        Digits += truth.Length;
        Invented += boxes.Length;
        Span<bool> taken = stackalloc bool[Math.Min(boxes.Length, MostBoxes)];
        taken.Clear();
        boxes = boxes[..taken.Length];
        foreach (PageDigit digit in truth)
        {
            int found = Best(digit, boxes, taken);
            if (found < 0)
            {
                Missed++;
                continue;
            }
            taken[found] = true;
            Invented--;
            if (labels[found] == digit.Label)
                Correct++;
            else
                Confused++;
        }
    }

    private static int Best(PageDigit digit, ReadOnlySpan<PixelBox> boxes, ReadOnlySpan<bool> taken)
    {
        PixelBox wanted = new(digit.Left, digit.Top, digit.Left + digit.Width - 1, digit.Top + digit.Height - 1);
        int best = -1;
        for (int i = 0; i < boxes.Length; i++)
        {
            float overlap = wanted.Overlap(boxes[i]);
            if (!taken[i] && overlap >= LeastOverlap && (best < 0 || overlap > wanted.Overlap(boxes[best])))
                best = i;
        }
        return best;
    }
}
