using System;

namespace Devices.Imaging;

/// <summary>From patches of ink to digits: joins the parts of one digit and drops what is too small, too large, too flat or cut by the border.</summary>
internal sealed class DigitSelector
{
    private const int LeastPartArea = 6;

    private readonly int _width, _height;
    private readonly DigitFinderOptions _options;
    private readonly int[] _bodies, _digitOfLabel, _numbers;
    private readonly PixelBox[] _boxes;

    public DigitSelector(int width, int height, DigitFinderOptions options)
    {
        (_width, _height, _options) = (width, height, options);
        _digitOfLabel = new int[ConnectedComponents.MostComponents(width, height) + 1];
        int bodies = options.MaxDigits * 4;
        (_bodies, _numbers, _boxes) = (new int[bodies], new int[bodies + 1], new PixelBox[bodies]);
    }

    /// <summary>The boxes of the digits, from top to bottom.</summary>
    public ReadOnlySpan<PixelBox> Boxes => _boxes.AsSpan(0, Count);

    public int Count { get; private set; }

    /// <summary>Which digit a component belongs to, as place in <see cref="Boxes"/> plus 1; 0 for none. Indexed by the labels of the pixels.</summary>
    public ReadOnlySpan<int> DigitOfLabel => _digitOfLabel;

    public void Select(ReadOnlySpan<Component> components)
    {
        _digitOfLabel.AsSpan(0, components.Length + 1).Clear();
        int bodies = 0;
        for (int i = 0; i < components.Length && bodies < _bodies.Length; i++)
        {
            PixelBox box = components[i].Box;
            if (box.Height * 2 < _options.MinHeight || TouchesBorder(box))
                continue;
            (_bodies[bodies], _boxes[bodies]) = (i, box);
            _digitOfLabel[i + 1] = ++bodies;
        }
        JoinParts(components, bodies);
        Keep(components.Length, bodies);
    }

    // A small patch beside a much higher one is a part of it.
    private void JoinParts(ReadOnlySpan<Component> components, int bodies)
    {
        for (int i = 0; i < components.Length; i++)
        {
            Component part = components[i];
            if (part.Area < LeastPartArea || TouchesBorder(part.Box))
                continue;
            int best = -1;
            for (int j = 0; j < bodies; j++)
            {
                Component body = components[_bodies[j]];
                bool belongs = part.Box.Height * 2 < body.Box.Height && part.Area < body.Area && Near(part.Box, body.Box);
                if (belongs && (best < 0 || body.Area > components[_bodies[best]].Area))
                    best = j;
            }
            if (best < 0)
                continue;
            _digitOfLabel[i + 1] = best + 1;
            _boxes[best] = _boxes[best].Union(part.Box);
        }
    }

    // Renumbers the bodies that are digits to 1, 2, ... and all others to 0. A body that became a part gives up its own place.
    private void Keep(int components, int bodies)
    {
        _numbers.AsSpan(0, bodies + 1).Clear();
        Count = 0;
        for (int i = 0; i < bodies && Count < _options.MaxDigits; i++)
        {
            if (_digitOfLabel[_bodies[i] + 1] != i + 1 || !IsDigit(_boxes[i]))
                continue;
            _boxes[Count++] = _boxes[i];
            _numbers[i + 1] = Count;
        }
        for (int label = 1; label <= components; label++)
            _digitOfLabel[label] = _numbers[_digitOfLabel[label]];
    }

    private bool IsDigit(PixelBox box) =>
        box.Height >= _options.MinHeight && box.Height <= _options.MaxHeightShare * _height && box.Width <= _options.MaxAspect * box.Height;

    private bool TouchesBorder(PixelBox box) => box.Left == 0 || box.Top == 0 || box.Right == _width - 1 || box.Bottom == _height - 1;

    private bool Near(PixelBox a, PixelBox b) =>
        a.Left - b.Right <= _options.PartGap && b.Left - a.Right <= _options.PartGap
        && a.Top - b.Bottom <= _options.PartGap && b.Top - a.Bottom <= _options.PartGap;
}
