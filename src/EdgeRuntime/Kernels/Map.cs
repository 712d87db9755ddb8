using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>A function of one number, with its constants as fields.</summary>
internal interface IMap
{
    V Apply<S, V>(V x)
        where S : struct, ISimd<V>
        where V : struct;
}

/// <summary>A function whose gradient follows from its input or its output.</summary>
internal interface IDifferentiableMap : IMap
{
    /// <summary>Whether <see cref="Gradient"/> takes the output: then the input's memory is free to be overwritten.</summary>
    bool GradientTakesOutput { get; }

    /// <summary>The gradient of the input from what was saved and the gradient of the output.</summary>
    V Gradient<S, V>(V saved, V dy)
        where S : struct, ISimd<V>
        where V : struct;
}

/// <summary>A function of two numbers, with its constants as fields.</summary>
internal interface IMap2
{
    V Apply<S, V>(V a, V b)
        where S : struct, ISimd<V>
        where V : struct;
}

/// <summary>A function of three numbers, with its constants as fields.</summary>
internal interface IMap3
{
    V Apply<S, V>(V a, V b, V c)
        where S : struct, ISimd<V>
        where V : struct;
}

/// <summary>Functions applied to runs of floats; the destination may be an operand.</summary>
internal static unsafe class Map
{
    public static void Run<S, V, TMap>(TMap map, float* x, float* y, int count)
        where S : struct, ISimd<V>
        where V : struct
        where TMap : struct, IMap
    {
        int i = 0;
        for (; i <= count - S.Count; i += S.Count)
            S.Store(y + i, map.Apply<S, V>(S.Load(x + i)));
        for (; i < count; i++)
            y[i] = map.Apply<ScalarSet, float>(x[i]);
    }

    public static void Run<S, V, TMap>(TMap map, float* a, float* b, float* y, int count)
        where S : struct, ISimd<V>
        where V : struct
        where TMap : struct, IMap2
    {
        int i = 0;
        for (; i <= count - S.Count; i += S.Count)
            S.Store(y + i, map.Apply<S, V>(S.Load(a + i), S.Load(b + i)));
        for (; i < count; i++)
            y[i] = map.Apply<ScalarSet, float>(a[i], b[i]);
    }

    /// <summary>The second operand is one number.</summary>
    public static void RunRight<S, V, TMap>(TMap map, float* a, float b, float* y, int count)
        where S : struct, ISimd<V>
        where V : struct
        where TMap : struct, IMap2
    {
        V vb = S.Set(b);
        int i = 0;
        for (; i <= count - S.Count; i += S.Count)
            S.Store(y + i, map.Apply<S, V>(S.Load(a + i), vb));
        for (; i < count; i++)
            y[i] = map.Apply<ScalarSet, float>(a[i], b);
    }

    /// <summary>The first operand is one number.</summary>
    public static void RunLeft<S, V, TMap>(TMap map, float a, float* b, float* y, int count)
        where S : struct, ISimd<V>
        where V : struct
        where TMap : struct, IMap2
    {
        V va = S.Set(a);
        int i = 0;
        for (; i <= count - S.Count; i += S.Count)
            S.Store(y + i, map.Apply<S, V>(va, S.Load(b + i)));
        for (; i < count; i++)
            y[i] = map.Apply<ScalarSet, float>(a, b[i]);
    }

    /// <summary>Each operand has its step: 1, or 0 where one number serves all.</summary>
    public static void Run<S, V, TMap>(TMap map, float* a, int aStep, float* b, int bStep, float* c, int cStep, float* y, int count)
        where S : struct, ISimd<V>
        where V : struct
        where TMap : struct, IMap3
    {
        V va = S.Set(*a), vb = S.Set(*b), vc = S.Set(*c);
        int i = 0;
        for (; i <= count - S.Count; i += S.Count)
        {
            if (aStep != 0)
                va = S.Load(a + i);
            if (bStep != 0)
                vb = S.Load(b + i);
            if (cStep != 0)
                vc = S.Load(c + i);
            S.Store(y + i, map.Apply<S, V>(va, vb, vc));
        }

        for (; i < count; i++)
            y[i] = map.Apply<ScalarSet, float>(a[i * aStep], b[i * bStep], c[i * cStep]);
    }
}
