using System;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>
/// ONNX Resize and Upsample: nearest neighbours become one <see cref="Remap"/>, linear and cubic interpolation a <see cref="Resample"/>
/// for each axis that changes. With coordinates align_corners and a scale that does not give a whole length, values follow the ONNX
/// reference and not ONNX Runtime (<see cref="ResizeAxis"/>).
/// </summary>
internal static class Resize
{
    /// <summary>ONNX Resize 10 (scales), 11, 13 (sizes, coordinates), 18 (axes, antialias, aspect ratio), 19 and newer.</summary>
    public static void Import(ImportNode node)
    {
        Value x = node.Input(0);
        if (node.Opset < 11)
        {
            // Version 10 has no attribute for coordinates; ONNX Runtime reads it as version 11's asymmetric and floor.
            float[] scales = node.Constant(1).ToFloat32();
            node.Return(Apply(node, x, node.String("mode", "nearest"), "floor", Scaled(node, x.Shape, scales, "asymmetric"), 0));
            return;
        }

        string coordinates = node.String("coordinate_transformation_mode", "half_pixel");
        string rounding = node.String("nearest_mode", "round_prefer_floor");
        if (!ResizeAxis.Knows(coordinates))
            node.Refuse($"coordinate_transformation_mode '{coordinates}' is not supported");
        if (rounding is not ("round_prefer_floor" or "round_prefer_ceil" or "floor" or "ceil"))
            node.Refuse($"nearest_mode '{rounding}' is not supported");
        ResizeAxis[] axes = Axes(node, x.Shape, coordinates);
        double cubicA = node.Float("cubic_coeff_a", -0.75f);
        bool exclude = node.Flag("exclude_outside", false), antialias = node.Flag("antialias", false);
        for (int i = 0; i < axes.Length; i++)
            axes[i] = axes[i] with { CubicA = cubicA, ExcludeOutside = exclude, Antialias = antialias };
        node.Return(Apply(node, x, node.String("mode", "nearest"), rounding, axes, Outside(node, coordinates)));
    }

    /// <summary>ONNX Upsample 7 (attribute <c>scales</c>) and 9 (input).</summary>
    public static void ImportUpsample(ImportNode node)
    {
        Value x = node.Input(0);
        float[] scales = node.Opset < 9 ? node.Floats("scales") ?? [] : node.Constant(1).ToFloat32();
        node.Return(Apply(node, x, node.String("mode", "nearest"), "floor", Scaled(node, x.Shape, scales, "asymmetric"), 0));
    }

    private static float Outside(ImportNode node, string coordinates)
    {
        float value = node.Float("extrapolation_value", 0);
        return coordinates == "tf_crop_and_resize" ? value : 0;
    }

    private static Value Apply(ImportNode node, Value x, string mode, string rounding, ResizeAxis[] axes, float outside)
    {
        if (mode is not ("nearest" or "linear" or "bilinear" or "cubic"))
            node.Refuse($"mode '{mode}' is not supported: nearest, linear and cubic are");
        Shape shape = x.Shape;
        // Where batch and channels stay, the work is done in the layout of the convolutions around it, with vectors across channels.
        bool spatial = shape.Rank > 2 && shape[1] > 1 && axes[0].IsIdentity && axes[1].IsIdentity && !Array.TrueForAll(axes, a => a.IsIdentity);
        if (spatial)
        {
            x = node.ToChannelsLast(x);
            axes = [axes[0], .. axes[2..], axes[1]];
        }

        if (mode == "nearest")
        {
            x = Nearest(node, x, rounding, axes, outside);
        }
        else
        {
            for (int i = 0; i < axes.Length; i++)
            {
                if (axes[i].IsIdentity)
                    continue;
                CheckTable(node, axes[i], axes[i].MostTaps(mode == "cubic"), "taps", sizeof(int) + sizeof(float));
                x = node.Emit(new Resample(i, axes[i].Interpolated(mode == "cubic"), outside), x);
            }
        }

        return spatial ? node.ToChannelsFirst(x) : x;
    }

    private static Value Nearest(ImportNode node, Value x, string rounding, ResizeAxis[] axes, float outside)
    {
        if (Array.TrueForAll(axes, a => a.IsIdentity))
            return x;
        int[] target = new int[axes.Length];
        int[]?[] maps = new int[]?[axes.Length];
        for (int i = 0; i < axes.Length; i++)
        {
            CheckTable(node, axes[i], axes[i].Length, "indices", sizeof(int));
            target[i] = axes[i].Length;
            maps[i] = axes[i].IsIdentity ? null : axes[i].Nearest(rounding);
        }

        Shape shape = new(target);
        return node.Emit(new Remap(shape, new Axes(RemapStep.Flat(shape, maps)), outside), x);
    }

    // Tables are made when the model is loaded: a few bytes of a file must not ask for gigabytes of them.
    private static void CheckTable(ImportNode node, ResizeAxis axis, double entries, string what, int entryBytes)
    {
        if (entries * entryBytes > int.MaxValue || !node.MayFold((long)entries * entryBytes))
        {
            node.Refuse(
                $"resizing {axis.Source} elements to {axis.Length} takes a table of {entries} {what}, with what else is computed at load "
                + "out of proportion to the file: resize outside of the model, or to another length");
        }
    }

    private static ResizeAxis[] Axes(ImportNode node, Shape shape, string coordinates)
    {
        int[]? chosen = node.Ints("axes");
        int count = chosen?.Length ?? shape.Rank;
        int[] axes = new int[count];
        for (int i = 0; i < count; i++)
            axes[i] = node.Axis(chosen?[i] ?? i, shape.Rank);
        string policy = node.String("keep_aspect_ratio_policy", "stretch");

        float[] scales = node.OptionalConstant(2) is { } t ? t.ToFloat32() : [];
        int[] sizes = node.OptionalConstantInts(3) ?? [];
        if ((scales.Length == 0) == (sizes.Length == 0) || scales.Length + sizes.Length != count)
            Throw.Shape($"{node.Path}: {scales.Length} scales and {sizes.Length} sizes for {count} axes: expected one of them, complete.");
        float[] all = new float[shape.Rank];
        Array.Fill(all, 1f);
        for (int i = 0; i < scales.Length; i++)
            all[axes[i]] = scales[i];
        ResizeAxis[] result = Scaled(node, shape, all, coordinates);
        if (policy is not ("stretch" or "not_larger" or "not_smaller"))
            node.Refuse($"keep_aspect_ratio_policy '{policy}' is not supported");
        if (sizes.Length > 0)
            Size(node, result, axes, sizes, policy);
        if (coordinates == "tf_crop_and_resize")
            Crop(node, result, axes);
        return result;
    }

    private static ResizeAxis[] Scaled(ImportNode node, Shape shape, float[] scales, string coordinates)
    {
        if (scales.Length != shape.Rank)
            Throw.Shape($"{node.Path}: {scales.Length} scales for the {shape.Rank} axes of {node.Input(0)}.");
        ResizeAxis[] axes = new ResizeAxis[scales.Length];
        for (int i = 0; i < axes.Length; i++)
        {
            // In float, as ONNX infers it: 5 x 2.6 are 13 elements, in double 12.
            double length = scales[i] == 1 ? shape[i] : MathF.Floor(shape[i] * scales[i]);
            if (!(scales[i] > 0 && length <= int.MaxValue))
                Throw.Shape($"{node.Path}: a scale of {scales[i]} for axis {i} of {node.Input(0)}: expected more than 0 and at most {int.MaxValue} elements.");
            axes[i] = new ResizeAxis(shape[i], (int)length, scales[i], coordinates);
        }

        return axes;
    }

    private static void Size(ImportNode node, ResizeAxis[] result, int[] axes, int[] sizes, string policy)
    {
        double least = double.PositiveInfinity, most = 0;
        for (int i = 0; i < axes.Length; i++)
        {
            ResizeAxis axis = result[axes[i]];
            if (sizes[i] < 0 || axis.Source == 0)
                Throw.Shape($"{node.Path}: a size of {sizes[i]} for axis {axes[i]} of {node.Input(0)}: expected 0 or more, of an axis that is not empty.");
            double scale = (double)sizes[i] / axis.Source;
            (least, most) = (Math.Min(least, scale), Math.Max(most, scale));
            result[axes[i]] = axis with { Length = sizes[i], Scale = scale };
        }

        if (policy == "stretch")
            return;
        double common = policy == "not_larger" ? least : most;
        foreach (int axis in axes)
        {
            double length = Math.Floor((common * result[axis].Source) + 0.5);
            if (length > int.MaxValue)
                Throw.Shape($"{node.Path}: {length} elements of axis {axis} of {node.Input(0)}: expected at most {int.MaxValue}.");
            result[axis] = result[axis] with { Length = (int)length, Scale = common };
        }
    }

    private static void Crop(ImportNode node, ResizeAxis[] result, int[] axes)
    {
        float[] roi = node.OptionalConstant(1) is { } t ? t.ToFloat32() : [];
        if (roi.Length != 2 * axes.Length)
            Throw.Shape($"{node.Path}: {roi.Length} numbers of a region for {axes.Length} axes: expected a start and an end for each.");
        for (int i = 0; i < axes.Length; i++)
            result[axes[i]] = result[axes[i]] with { Crop = (roi[i], roi[axes.Length + i]) };
    }
}
