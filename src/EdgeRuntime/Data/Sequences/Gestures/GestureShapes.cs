using System;

namespace EdgeRuntime.Data.Sequences.Gestures;

/// <summary>What is drawn into the air: points of a curve, x to the right and y up, in a box of side 1.</summary>
internal static class GestureShapes
{
    private static readonly (string Name, (float X, float Y)[] Points)[] s_shapes =
    [
        ("circle", [(0.5f, 1), (0.15f, 0.85f), (0, 0.5f), (0.15f, 0.15f), (0.5f, 0), (0.85f, 0.15f), (1, 0.5f), (0.85f, 0.85f), (0.5f, 1)]),
        ("eight", [(0.5f, 0.5f), (0.2f, 0.7f), (0.25f, 0.95f), (0.6f, 1), (0.8f, 0.75f), (0.5f, 0.5f), (0.2f, 0.25f), (0.4f, 0), (0.75f, 0.05f), (0.8f, 0.3f), (0.5f, 0.5f)]),
        ("hook", [(0, 0.6f), (0.35f, 0), (1, 1)]),
        ("triangle", [(0.5f, 1), (0, 0), (1, 0), (0.5f, 1)]),
        ("zigzag", [(0, 1), (1, 1), (0, 0), (1, 0)]),
    ];

    /// <summary>How many shapes there are.</summary>
    public static int Count => s_shapes.Length;

    public static string NameOf(int shape) => s_shapes[shape].Name;

    public static ReadOnlySpan<(float X, float Y)> PointsOf(int shape) => s_shapes[shape].Points;
}
