using System;

namespace Devices.Imaging;

/// <summary>A patch of ink whose pixels touch, also over corners.</summary>
/// <param name="Box">The box around it.</param>
/// <param name="Area">How many pixels.</param>
/// <param name="Darkest">The least grey value in it.</param>
internal record struct Component(PixelBox Box, int Area, byte Darkest);

/// <summary>
/// Finds patches of ink in two passes with union-find (Rosenfeld and Pfaltz 1966), in memory fixed by the size of the frame: with
/// neighbours over corners, a new label can only start in every second column of every second row.
/// </summary>
internal sealed class ConnectedComponents
{
    private readonly int _width, _height;
    private readonly int[] _labels, _parents;
    private readonly Component[] _components;

    public ConnectedComponents(int width, int height)
    {
        (_width, _height) = (width, height);
        _labels = new int[width * height];
        int most = MostComponents(width, height) + 1;
        _parents = new int[most];
        _components = new Component[most];
    }

    /// <summary>The most components that a frame of this size can have.</summary>
    public static int MostComponents(int width, int height) => (width + 1) / 2 * ((height + 1) / 2);

    /// <summary>The component of each pixel, 0 for paper; 1 on are places in <see cref="Found"/> plus 1.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    public int Count { get; private set; }

    public ReadOnlySpan<Component> Found => _components.AsSpan(1, Count);

    public void Find(ReadOnlySpan<byte> ink, ReadOnlySpan<byte> frame)
    {
        int labels = Join(ink);
        Count = 0;
        // A parent is never greater than its child, so one ascending pass numbers the roots and all that hang on them.
        for (int label = 1; label < labels; label++)
            _parents[label] = _parents[label] == label ? ++Count : _parents[_parents[label]];
        for (int i = 1; i <= Count; i++)
            _components[i] = new Component(new PixelBox(int.MaxValue, int.MaxValue, -1, -1), 0, 255);
        for (int y = 0; y < _height; y++)
        {
            Span<int> row = _labels.AsSpan(y * _width, _width);
            for (int x = row.IndexOfAnyExcept(0); x >= 0; x = Next(x, row[(x + 1)..].IndexOfAnyExcept(0)))
            {
                ref int label = ref row[x];
                label = _parents[label];
                ref Component c = ref _components[label];
                PixelBox box = c.Box;
                c.Box = new PixelBox(Math.Min(box.Left, x), Math.Min(box.Top, y), Math.Max(box.Right, x), y);
                c.Area++;
                c.Darkest = Math.Min(c.Darkest, frame[(y * _width) + x]);
            }
        }
    }

    // First pass: a label for each pixel from its neighbours above and to the left, and which labels are one.
    private int Join(ReadOnlySpan<byte> ink)
    {
        int next = 1;
        for (int y = 0; y < _height; y++)
        {
            ReadOnlySpan<byte> row = ink.Slice(y * _width, _width);
            _labels.AsSpan(y * _width, _width).Clear();
            // Most of a page is paper: the search for the next ink runs in vectors.
            for (int x = row.IndexOf((byte)1); x >= 0; x = Next(x, row[(x + 1)..].IndexOf((byte)1)))
            {
                int at = (y * _width) + x;
                int label = x > 0 ? _labels[at - 1] : 0;
                if (y > 0)
                {
                    for (int side = Math.Max(0, x - 1); side <= Math.Min(_width - 1, x + 1); side++)
                    {
                        int above = _labels[at - _width + side - x];
                        if (above != 0)
                            label = label == 0 ? above : Unite(label, above);
                    }
                }
                if (label == 0)
                {
                    _parents[next] = next;
                    label = next++;
                }
                _labels[at] = label;
            }
        }
        return next;
    }

    private static int Next(int x, int distance) => distance < 0 ? -1 : x + 1 + distance;

    private int Unite(int a, int b)
    {
        int rootA = Root(a), rootB = Root(b);
        (int low, int high) = rootA < rootB ? (rootA, rootB) : (rootB, rootA);
        _parents[high] = low;
        return low;
    }

    private int Root(int label)
    {
        while (_parents[label] != label)
        {
            _parents[label] = _parents[_parents[label]];
            label = _parents[label];
        }
        return label;
    }
}
