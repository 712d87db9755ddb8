using System;
using System.Numerics;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>Makes the step that converts between two element types.</summary>
internal static unsafe class CastSteps
{
    public static Step Make(ElementType from, ElementType to, byte* x, byte* y, int count) => from switch
    {
        ElementType.Float32 => From<float>(to, x, y, count),
        ElementType.Float64 => From<double>(to, x, y, count),
        ElementType.Float16 => From<Half>(to, x, y, count),
        ElementType.Int8 => From<sbyte>(to, x, y, count),
        ElementType.Int16 => From<short>(to, x, y, count),
        ElementType.Int32 => From<int>(to, x, y, count),
        ElementType.Int64 => From<long>(to, x, y, count),
        ElementType.UInt16 => From<ushort>(to, x, y, count),
        ElementType.UInt32 => From<uint>(to, x, y, count),
        ElementType.UInt64 => From<ulong>(to, x, y, count),
        _ => From<byte>(to, x, y, count), // UInt8, and Bool as the byte that it is
    };

    private static Step From<TFrom>(ElementType to, byte* x, byte* y, int count)
        where TFrom : unmanaged, INumber<TFrom> => to switch
        {
            ElementType.Float32 => new Convert<TFrom, float>(x, y, count),
            ElementType.Float64 => new Convert<TFrom, double>(x, y, count),
            ElementType.Float16 => new Convert<TFrom, Half>(x, y, count),
            ElementType.Int8 => new Convert<TFrom, sbyte>(x, y, count),
            ElementType.Int16 => new Convert<TFrom, short>(x, y, count),
            ElementType.Int32 => new Convert<TFrom, int>(x, y, count),
            ElementType.Int64 => new Convert<TFrom, long>(x, y, count),
            ElementType.UInt8 => new Convert<TFrom, byte>(x, y, count),
            ElementType.UInt16 => new Convert<TFrom, ushort>(x, y, count),
            ElementType.UInt32 => new Convert<TFrom, uint>(x, y, count),
            ElementType.UInt64 => new Convert<TFrom, ulong>(x, y, count),
            _ => new ToBool<TFrom>(x, y, count),
        };

    private sealed class Convert<TFrom, TTo>(byte* x, byte* y, int count) : ElementStep(count)
        where TFrom : unmanaged, INumber<TFrom>
        where TTo : unmanaged, INumber<TTo>
    {
        protected override void Elements(int start, int end)
        {
            TFrom* from = (TFrom*)x;
            TTo* to = (TTo*)y;
            for (int i = start; i < end; i++)
                to[i] = ToIsFloat ? TTo.CreateTruncating(from[i]) : ToInteger(from[i]);
        }

        private static bool ToIsFloat => typeof(TTo) == typeof(float) || typeof(TTo) == typeof(double) || typeof(TTo) == typeof(Half);

        // Floats beyond the integer's range saturate, on every CPU alike; integers wrap, as in ONNX Runtime.
        private static TTo ToInteger(TFrom value) =>
            TFrom.IsInteger(value) && !(value is float or double or Half) ? TTo.CreateTruncating(value) : TTo.CreateSaturating(value);
    }

    private sealed class ToBool<TFrom>(byte* x, byte* y, int count) : ElementStep(count)
        where TFrom : unmanaged, INumber<TFrom>
    {
        protected override void Elements(int start, int end)
        {
            TFrom* from = (TFrom*)x;
            for (int i = start; i < end; i++)
                y[i] = TFrom.IsZero(from[i]) ? (byte)0 : (byte)1;
        }
    }
}
