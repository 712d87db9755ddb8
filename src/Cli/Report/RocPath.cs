using System.Collections.Generic;
using EdgeRuntime.Data.Metrics;

namespace EdgeCli.Report;

/// <summary>ROC curves as few points.</summary>
internal static class RocPath
{
    /// <summary>Only the corners of the staircase: the points in between lie on straight lines.</summary>
    public static List<(double X, double Y)> Of(IReadOnlyList<RocPoint> points)
    {
        List<(double X, double Y)> path = [];
        foreach (RocPoint point in points)
        {
            (double X, double Y) next = (point.FalsePositiveRate, point.TruePositiveRate);
            if (path.Count > 1 && ((path[^1].X == next.X && path[^2].X == next.X) || (path[^1].Y == next.Y && path[^2].Y == next.Y)))
                path.RemoveAt(path.Count - 1);
            path.Add(next);
        }

        return path;
    }

    /// <summary>The height of a curve: the highest point at or left of x, or between two points of a slope.</summary>
    public static double At(List<(double X, double Y)> path, double x)
    {
        int i = path.Count - 1;
        while (i > 0 && path[i].X > x)
            i--;
        if (i == path.Count - 1)
            return path[i].Y;
        return path[i].Y + ((path[i + 1].Y - path[i].Y) * (x - path[i].X) / (path[i + 1].X - path[i].X));
    }

    /// <summary>The part of a curve inside the corner, with its crossings of the corner's edges.</summary>
    public static IReadOnlyList<(double X, double Y)> Corner(IReadOnlyList<(double X, double Y)> points, double width)
    {
        if (width == 1)
            return points;
        List<(double X, double Y)> inside = [];
        for (int i = 0; i < points.Count; i++)
        {
            (double x, double y) = points[i];
            if (i > 0 && points[i - 1].Y < 1 - width && y >= 1 - width)
            {
                double crossing = points[i - 1].X + ((x - points[i - 1].X) * (1 - width - points[i - 1].Y) / (y - points[i - 1].Y));
                if (crossing <= width)
                    inside.Add((crossing, 1 - width));
            }

            if (i > 0 && points[i - 1].X < width && x >= width)
            {
                double crossing = points[i - 1].Y + ((y - points[i - 1].Y) * (width - points[i - 1].X) / (x - points[i - 1].X));
                if (crossing >= 1 - width)
                    inside.Add((width, crossing));
                break;
            }

            if (y >= 1 - width && x <= width)
                inside.Add((x, y));
        }

        return inside;
    }
}
