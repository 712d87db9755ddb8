using System;
using EdgeRuntime.Data.Digits;
using EdgeRuntime.Kernels;
using EdgeRuntime.Random;

namespace EdgeRuntime.Data.Sequences.Gestures;

/// <summary>
/// A gesture as an inertial sensor feels it: the hand follows a smooth curve, begins and ends at rest (minimum jerk), and the sensor gives
/// acceleration with gravity in g and rotation in degrees a second, six numbers a step, with noise. The same bits on every machine.
/// </summary>
internal static class GestureStroke
{
    /// <summary>Steps a second.</summary>
    public const int Rate = 100;

    /// <summary>Acceleration along x, y, z in g, rotation about them in degrees a second.</summary>
    public const int Channels = 6;

    private const double Gravity = 9.80665, Step = 1.0 / Rate;
    private const float AccelerationNoise = 0.02f, RotationNoise = 2;

    /// <summary>Draws one.</summary>
    /// <param name="shape">Which of <see cref="GestureShapes"/>.</param>
    /// <param name="person">Who draws.</param>
    /// <param name="seed">The user's seed.</param>
    /// <param name="part">The part of the set.</param>
    /// <param name="index">The sample's place in it.</param>
    /// <returns>[steps, 6]</returns>
    public static float[] Draw(int shape, GesturePerson person, ulong seed, uint part, int index)
    {
        RandomDraws draws = new(new CounterRandom(seed, GestureStreams.Stroke + part), (ulong)index << 10);
        double seconds = person.Seconds * draws.Uniform(0.85f, 1.18f), size = person.SizeMetres * draws.Uniform(0.8f, 1.2f);
        (double X, double Y)[] points = Vary(GestureShapes.PointsOf(shape), size, person.Aspect * draws.Uniform(0.9f, 1.1f), ref draws);
        int before = draws.Below(12), after = draws.Below(12), moving = (int)(seconds * Rate);
        double roll = person.RollDegrees + draws.Normal(0, 4), pitch = person.PitchDegrees + draws.Normal(0, 4), wrist = person.WristDegreesPerMetre * draws.Uniform(0.85f, 1.15f);
        float[] steps = new float[(before + moving + after) * Channels];
        CounterRandom noise = new(seed, GestureStreams.Noise + part);
        for (int i = 0; i < steps.Length / Channels; i++)
        {
            double time = (i - before) * Step;
            (double X, double Y) was = At(points, time - Step, seconds), now = At(points, time, seconds), next = At(points, time + Step, seconds);
            double sideways = (next.X - (2 * now.X) + was.X) / (Step * Step * Gravity), upward = ((next.Y - (2 * now.Y) + was.Y) / (Step * Step * Gravity)) + 1;
            (double X, double Y) speed = ((next.X - was.X) / (2 * Step), (next.Y - was.Y) / (2 * Step));
            Span<float> step = steps.AsSpan(i * Channels, Channels);
            Feel(sideways, upward, roll, pitch, step);
            (step[3], step[4], step[5]) = ((float)(wrist * speed.Y), (float)(0.3 * wrist * speed.X), (float)(-wrist * speed.X));
            for (int c = 0; c < Channels; c++)
                step[c] += (c < 3 ? AccelerationNoise : RotationNoise) * noise.Normal(((ulong)index << 20) + (ulong)((i * Channels) + c));
        }
        return steps;
    }

    private static (double X, double Y)[] Vary(ReadOnlySpan<(float X, float Y)> shape, double size, double aspect, ref RandomDraws draws)
    {
        (double X, double Y)[] points = new (double, double)[shape.Length];
        double slant = draws.Normal(0, 0.12f);
        for (int i = 0; i < points.Length; i++)
        {
            double x = shape[i].X + draws.Normal(0, 0.05f), y = shape[i].Y + draws.Normal(0, 0.05f);
            points[i] = (size * aspect * (x + (slant * y)), size * y);
        }
        return points;
    }

    // Where the hand is: the curve's places follow 10 t^3 - 15 t^4 + 6 t^5, which begins and ends without a jerk (Flash and Hogan, 1985).
    private static (double X, double Y) At((double X, double Y)[] points, double time, double seconds)
    {
        double t = Math.Clamp(time / seconds, 0, 1), place = t * t * t * (10 + (t * ((6 * t) - 15))) * (points.Length - 1);
        int i = Math.Min((int)place, points.Length - 2);
        double u = place - i;
        (double X, double Y) p0 = points[Math.Max(i - 1, 0)], p1 = points[i], p2 = points[i + 1], p3 = points[Math.Min(i + 2, points.Length - 1)];
        return (Spline(p0.X, p1.X, p2.X, p3.X, u), Spline(p0.Y, p1.Y, p2.Y, p3.Y, u));
    }

    // Catmull and Rom's curve through the points.
    private static double Spline(double a, double b, double c, double d, double u) =>
        b + (0.5 * u * (c - a + (u * ((2 * a) - (5 * b) + (4 * c) - d + (u * ((3 * (b - c)) + d - a))))));

    // What is sideways and upward in the room, in the axes of a sensor that is rolled about the arm and pitched.
    private static void Feel(double sideways, double upward, double roll, double pitch, Span<float> axes)
    {
        (double sr, double cr) = Turn(roll);
        (double sp, double cp) = Turn(pitch);
        double z = (cr * upward) - (sr * sideways);
        axes[0] = (float)((cr * sideways) + (sr * upward));
        axes[1] = (float)(sp * z);
        axes[2] = (float)(cp * z);
    }

    private static (double Sine, double Cosine) Turn(double degrees)
    {
        double part = Math.Min(Math.Abs(degrees) / 180, 1), sine = StableMath.SinOfPi(part);
        return (degrees < 0 ? -sine : sine, StableMath.CosOfPi(part));
    }
}
