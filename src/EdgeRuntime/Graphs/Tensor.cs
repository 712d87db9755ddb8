using System;
using System.Runtime.InteropServices;

namespace EdgeRuntime;

/// <summary>A tensor outside of a session's arena: a constant of a model, a sample, a stored result. Row-major, innermost axis last.</summary>
public sealed class Tensor
{
    private readonly byte[] data;

    /// <summary>Makes a tensor of zeros.</summary>
    /// <param name="type">The element type.</param>
    /// <param name="shape">The shape.</param>
    public Tensor(ElementType type, Shape shape)
        : this(type, shape, new byte[checked((long)shape.Count * type.Size())])
    {
    }

    internal Tensor(ElementType type, Shape shape, byte[] data)
    {
        if (data.Length != (long)shape.Count * type.Size())
            Throw.Shape($"{data.Length} bytes do not fill a {type} tensor {shape}: {(long)shape.Count * type.Size()} are needed.");
        (Type, Shape, this.data) = (type, shape, data);
    }

    /// <summary>The element type.</summary>
    public ElementType Type { get; }

    /// <summary>The shape.</summary>
    public Shape Shape { get; }

    /// <summary>The raw bytes, little-endian.</summary>
    public Span<byte> Bytes => data;

    /// <summary>Makes a tensor that holds a copy of <paramref name="values"/>.</summary>
    /// <typeparam name="T">The .NET type of the elements.</typeparam>
    /// <param name="shape">The shape.</param>
    /// <param name="values">All elements, row-major.</param>
    /// <returns>The tensor.</returns>
    /// <exception cref="EdgeException">The count of values is not that of the shape.</exception>
    public static Tensor Of<T>(Shape shape, ReadOnlySpan<T> values)
        where T : unmanaged => new(ElementTypes.Of<T>(), shape, MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>The elements.</summary>
    /// <typeparam name="T">The .NET type that <see cref="Type"/> stands for.</typeparam>
    /// <returns>A view of the tensor's own memory.</returns>
    /// <exception cref="EdgeException"><typeparamref name="T"/> is not the tensor's type.</exception>
    public Span<T> As<T>()
        where T : unmanaged
    {
        if (ElementTypes.Of<T>() != Type)
            Throw.Data($"The tensor holds {Type}, not {typeof(T).Name}.");
        return MemoryMarshal.Cast<byte, T>(data.AsSpan());
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Type}{Shape}";

    internal static Tensor Scalar(float value) => Of<float>(default, [value]);

    internal static Tensor Ints(params ReadOnlySpan<int> values)
    {
        long[] wide = new long[values.Length];
        for (int i = 0; i < wide.Length; i++)
            wide[i] = values[i];
        return Of<long>(new Shape(wide.Length), wide);
    }

    /// <summary>The same bytes under another shape of as many elements.</summary>
    internal Tensor Reshape(Shape shape) => new(Type, shape, data);

    /// <summary>Integer or bool elements as 64-bit integers.</summary>
    internal long[] ToInt64()
    {
        long[] values = new long[Shape.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Type switch
            {
                ElementType.Int64 => As<long>()[i],
                ElementType.Int32 => As<int>()[i],
                ElementType.Int16 => As<short>()[i],
                ElementType.Int8 => As<sbyte>()[i],
                ElementType.UInt8 => As<byte>()[i],
                ElementType.UInt16 => As<ushort>()[i],
                ElementType.UInt32 => As<uint>()[i],
                ElementType.UInt64 => checked((long)As<ulong>()[i]),
                ElementType.Bool => As<bool>()[i] ? 1 : 0,
                _ => throw new EdgeException(ErrorKind.Shape, $"Integers are needed, got a {this} tensor."),
            };
        }

        return values;
    }

    /// <summary>Float elements of any width as 32-bit floats.</summary>
    internal float[] ToFloat32()
    {
        float[] values = new float[Shape.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Type switch
            {
                ElementType.Float32 => As<float>()[i],
                ElementType.Float64 => (float)As<double>()[i],
                ElementType.Float16 => (float)As<Half>()[i],
                _ => throw new EdgeException(ErrorKind.Shape, $"Floats are needed, got a {this} tensor."),
            };
        }

        return values;
    }
}
