using System;
using EdgeRuntime.Graphs;
using EdgeRuntime.Operators;

namespace EdgeRuntime.Optimize;

/// <summary>What Relu and Clip have in common.</summary>
internal static class Clamp
{
    /// <summary>The bounds of a node that clamps its input 0; null for any other node.</summary>
    public static Bounds? Of(Node node) => node.Operator switch
    {
        Relu => Bounds.Relu,
        Clip clip => new Bounds(clip.Low, clip.High),
        _ => null,
    };

    /// <summary>One clamp that does what <paramref name="first"/> and then <paramref name="second"/> do.</summary>
    public static Bounds Then(Bounds first, Bounds second) => new(Clamped(Math.Min(first.Low, first.High), second), Clamped(first.High, second));

    public static Operator Make(Bounds bounds) => bounds == Bounds.Relu ? new Relu() : new Clip(bounds.Low, bounds.High);

    private static float Clamped(float x, Bounds bounds) => Math.Min(bounds.High, Math.Max(bounds.Low, x));
}
