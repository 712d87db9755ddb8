using System;
using System.Numerics;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Operators;

/// <summary>Makes something for the .NET type of an element type.</summary>
internal interface INumberMaker<out TResult>
{
    TResult Make<T>()
        where T : unmanaged, INumber<T>;
}

/// <summary>Turns a run-time element type into a type argument, once, when a session is compiled.</summary>
internal static class Numbers
{
    /// <summary>Makes for <paramref name="type"/>; Bool as the byte that it is.</summary>
    public static TResult Make<TMaker, TResult>(ElementType type, TMaker maker)
        where TMaker : INumberMaker<TResult> => type switch
        {
            ElementType.Float32 => maker.Make<float>(),
            ElementType.Float64 => maker.Make<double>(),
            ElementType.Float16 => maker.Make<Half>(),
            ElementType.Int8 => maker.Make<sbyte>(),
            ElementType.Int16 => maker.Make<short>(),
            ElementType.Int32 => maker.Make<int>(),
            ElementType.Int64 => maker.Make<long>(),
            ElementType.UInt16 => maker.Make<ushort>(),
            ElementType.UInt32 => maker.Make<uint>(),
            ElementType.UInt64 => maker.Make<ulong>(),
            _ => maker.Make<byte>(),
        };

    /// <summary>Adds the step that <paramref name="maker"/> makes for the element type.</summary>
    public static void Add<TMaker>(StepBuilder steps, ElementType type, TMaker maker)
        where TMaker : INumberMaker<Step> => steps.Add(Make<TMaker, Step>(type, maker));
}
