using System;

namespace EdgeRuntime.Operators;

/// <summary>
/// How ONNX Resize maps the indices of one axis: coordinates, nearest neighbours and the weights of linear and cubic interpolation.
/// </summary>
/// <remarks>
/// align_corners divides by the output's length before rounding, as the ONNX reference does, so that a scale of 2.5 over 5 elements
/// spaces 12 outputs by 4 / 11.5; ONNX Runtime divides by the rounded one, 4 / 11.
/// </remarks>
/// <param name="Source">The length of the input axis.</param>
/// <param name="Length">The length of the output axis.</param>
/// <param name="Scale">Output length by input length, before rounding.</param>
/// <param name="Coordinates">ONNX <c>coordinate_transformation_mode</c>.</param>
internal sealed record ResizeAxis(int Source, int Length, double Scale, string Coordinates)
{
    /// <summary>Where the crop of tf_crop_and_resize begins and ends, as fractions of the axis.</summary>
    public (double Start, double End) Crop { get; init; } = (0, 1);

    /// <summary>ONNX <c>cubic_coeff_a</c>.</summary>
    public double CubicA { get; init; } = -0.75;

    /// <summary>Whether taps outside of the input count as nothing, instead of as the nearest element.</summary>
    public bool ExcludeOutside { get; init; }

    /// <summary>Whether the filter is stretched when the axis shrinks.</summary>
    public bool Antialias { get; init; }

    public bool IsIdentity => Source == Length && Scale == 1 && (Coordinates != "tf_crop_and_resize" || Crop == (0, 1));

    public static bool Knows(string coordinates) => coordinates is "half_pixel" or "half_pixel_symmetric" or "pytorch_half_pixel" or "align_corners"
        or "asymmetric" or "tf_crop_and_resize" or "tf_half_pixel_for_nn";

    /// <summary>The input's index for each of the output; -1 outside of the crop.</summary>
    /// <param name="rounding">ONNX <c>nearest_mode</c>.</param>
    public int[] Nearest(string rounding)
    {
        int[] map = new int[Length];
        for (int i = 0; i < Length; i++)
        {
            // As a float, as ONNX Runtime computes it: 3 / 0.6f is 5 and not a hair below, which floor would see.
            double x = (float)Coordinate(i);
            double nearest = rounding switch
            {
                "floor" => Math.Floor(x),
                "ceil" => Math.Ceiling(x),
                "round_prefer_ceil" => Math.Floor(x + 0.5),
                _ => Math.Ceiling(x - 0.5),
            };
            map[i] = IsOutside(x) ? -1 : Clamped(nearest);
        }

        return map;
    }

    /// <summary>No table of <see cref="Interpolated"/> has more entries; known without making one.</summary>
    public double MostTaps(bool cubic) => Length == 0 ? 0 : 2.0 * Length * Half(cubic);

    /// <summary>What each index of the output is made of; nothing where it lies outside of the crop.</summary>
    public Taps Interpolated(bool cubic)
    {
        int half = Length == 0 ? 0 : (int)Half(cubic);
        int[] starts = new int[Length + 1], indices = new int[2 * half * Length];
        float[] weights = new float[indices.Length];
        double[] row = new double[2 * half];
        int count = 0;
        for (int i = 0; i < Length; i++)
        {
            double x = Coordinate(i);
            if (!IsOutside(x))
                count = AddRow(x, cubic, row, indices, weights, count);
            starts[i + 1] = count;
        }

        return new Taps(Source, starts, indices.AsSpan(0, count).ToArray(), weights.AsSpan(0, count).ToArray());
    }

    private double Coordinate(int i)
    {
        double width = Scale * Source; // the output's length before rounding: what the ONNX reference divides by
        return Coordinates switch
        {
            "asymmetric" => i / Scale,
            "align_corners" => width == 1 ? 0 : i * (Source - 1.0) / (width - 1),
            "pytorch_half_pixel" => Length > 1 ? ((i + 0.5) / Scale) - 0.5 : 0,
            "tf_half_pixel_for_nn" => (i + 0.5) / Scale,
            "half_pixel_symmetric" => (Source / 2.0 * (1 - (Length / width))) + ((i + 0.5) / Scale) - 0.5,
            "tf_crop_and_resize" when width == 1 => (Crop.Start + Crop.End) * (Source - 1) / 2,
            "tf_crop_and_resize" => (Crop.Start * (Source - 1)) + (i * (Crop.End - Crop.Start) * (Source - 1) / (width - 1)),
            _ => ((i + 0.5) / Scale) - 0.5,
        };
    }

    private bool IsOutside(double x) => Coordinates == "tf_crop_and_resize" && !(x >= 0 && x <= Source - 1);

    // How much wider the filter gets where the axis shrinks, inverted.
    private double Stretch => Antialias ? Math.Min(Scale, 1) : 1;

    // Taps to each side of a coordinate.
    private double Half(bool cubic) => Math.Max(1, Math.Ceiling((cubic ? 2 : 1) / Stretch));

    /// <summary>Appends the taps around coordinate <paramref name="x"/>, ascending and each index once; gives how many there are now.</summary>
    private int AddRow(double x, bool cubic, double[] row, int[] indices, float[] weights, int count)
    {
        double stretch = Stretch, first = Math.Ceiling(x) - (row.Length / 2), sum = 0;
        for (int k = 0; k < row.Length; k++)
        {
            double distance = Math.Abs(first + k - x) * stretch;
            double weight = cubic ? Cubic(distance) : Math.Max(0, 1 - distance);
            row[k] = ExcludeOutside && (first + k < 0 || first + k > Source - 1) ? 0 : weight;
            sum += row[k];
        }

        // Only a stretched or a cut filter needs its weights made to add up to 1.
        double norm = Antialias || ExcludeOutside ? sum : 1;
        for (int k = 0; k < row.Length;)
        {
            int index = Clamped(first + k);
            double weight = 0;
            bool isTap = false;
            // What lies outside of the axis counts for the element at its end.
            for (; k < row.Length && Clamped(first + k) == index; k++)
            {
                weight += row[k] / norm;
                isTap |= row[k] != 0;
            }

            if (isTap)
                (indices[count], weights[count++]) = (index, (float)weight);
        }

        return count;
    }

    private int Clamped(double index) => (int)Math.Clamp(index, 0, Source - 1.0);

    private double Cubic(double d)
    {
        if (d <= 1)
            return ((((CubicA + 2) * d) - (CubicA + 3)) * d * d) + 1;
        return d < 2 ? (((((CubicA * d) - (5 * CubicA)) * d) + (8 * CubicA)) * d) - (4 * CubicA) : 0;
    }
}
