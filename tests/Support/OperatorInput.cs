using System;
using EdgeRuntime;
using EdgeRuntime.Random;

namespace Tests.Support;

/// <summary>One input of an <see cref="OperatorCase"/>: a shape and a range, filled from a seed, or a given tensor.</summary>
/// <param name="Type">The element type.</param>
/// <param name="Shape">The shape.</param>
/// <param name="Low">The least value.</param>
/// <param name="High">Above the greatest value.</param>
internal sealed record OperatorInput(ElementType Type, Shape Shape, double Low, double High)
{
    private Tensor? given;

    /// <summary>Whether it is a constant of the model, as weights are, so that operators may pack it.</summary>
    public bool IsConstant { get; init; }

    /// <summary>A run-time input of 32-bit floats in [-2, 2).</summary>
    public static OperatorInput Of(params int[] shape) => Of(-2, 2, shape);

    /// <summary>A run-time input of 32-bit floats in [low, high).</summary>
    public static OperatorInput Of(double low, double high, int[] shape) => new(ElementType.Float32, new Shape(shape), low, high);

    /// <summary>A constant of 32-bit floats in [-1, 1).</summary>
    public static OperatorInput Weight(params int[] shape) => Of(-1, 1, shape) with { IsConstant = true };

    /// <summary>A run-time input of this content.</summary>
    public static OperatorInput Of(Tensor tensor) => new(tensor.Type, tensor.Shape, 0, 0) { given = tensor };

    /// <summary>A constant of this content.</summary>
    public static OperatorInput Constant(Tensor tensor) => Of(tensor) with { IsConstant = true };

    /// <summary>A constant list of 64-bit integers: axes, shapes, pads.</summary>
    public static OperatorInput Ints(params int[] values) => Constant(Tensor.Ints(values));

    public Tensor Make(ulong seed)
    {
        if (given is not null)
            return given;
        Tensor tensor = new(Type, Shape);
        CounterRandom random = new(seed, 0);
        for (int i = 0; i < Shape.Count; i++)
            Set(tensor, i, Low + ((High - Low) * random.Uniform((ulong)i)));
        return tensor;
    }

    /// <summary>The same floats with NaN, infinities, zeros of both signs, subnormals and the largest numbers strewn in.</summary>
    public Tensor MakeSpecial(ulong seed)
    {
        ReadOnlySpan<float> special = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f, 0f, float.Epsilon, -1e-40f, float.MaxValue, float.MinValue];
        Tensor tensor = Make(seed);
        if (Type != ElementType.Float32 || given is not null || IsConstant)
            return tensor;
        for (int i = 0; i < Shape.Count; i += 3)
            tensor.As<float>()[i] = special[i / 3 % special.Length];
        return tensor;
    }

    private static void Set(Tensor tensor, int index, double value)
    {
        switch (tensor.Type)
        {
            case ElementType.Float32: tensor.As<float>()[index] = (float)value; break;
            case ElementType.Float64: tensor.As<double>()[index] = value; break;
            case ElementType.Float16: tensor.As<Half>()[index] = (Half)value; break;
            case ElementType.Int64: tensor.As<long>()[index] = (long)Math.Floor(value); break;
            case ElementType.Int32: tensor.As<int>()[index] = (int)Math.Floor(value); break;
            case ElementType.Int16: tensor.As<short>()[index] = (short)Math.Floor(value); break;
            case ElementType.Int8: tensor.As<sbyte>()[index] = (sbyte)Math.Floor(value); break;
            case ElementType.UInt8: tensor.As<byte>()[index] = (byte)Math.Floor(value); break;
            case ElementType.Bool: tensor.As<bool>()[index] = value >= 0.5; break;
            default: throw new NotSupportedException($"No random tensors of {tensor.Type}.");
        }
    }
}
