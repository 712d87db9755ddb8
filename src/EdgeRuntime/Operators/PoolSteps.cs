using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary>Which kernel serves which window. The choice follows from the shape alone, since it decides the order of sums.</summary>
internal static unsafe class PoolSteps
{
    public static void Add<F>(StepBuilder steps, PoolArgs args)
        where F : struct, IPoolFold => steps.AddAcross(args.Geometry.Channels, new ForwardMaker<F>(args));

    public static void AddGlobalAverage(StepBuilder steps, PoolArgs args) => steps.AddAcross(args.Geometry.Channels, new GlobalMaker(args));

    public static void AddExtremeGradient(StepBuilder steps, PoolGradientArgs args) =>
        steps.AddAcross(args.Geometry.Channels, new GradientMaker(args, IsAverage: false));

    public static void AddAverageGradient(StepBuilder steps, PoolGradientArgs args) =>
        steps.AddAcross(args.Geometry.Channels, new GradientMaker(args, IsAverage: true));

    public static void AddInt8(StepBuilder steps, Node node, PoolGeometry geometry, bool least)
    {
        PoolInt8Args args = new() { X = steps.Bytes(node.Input(0)), Y = steps.Bytes(node.Output), Geometry = geometry };
        delegate*<in PoolInt8Args, int, int, void> kernel = (node.Type(0) == ElementType.Int8, least) switch
        {
            (true, false) => &PoolInt8.Rows<sbyte, GreaterOfTwo>,
            (true, true) => &PoolInt8.Rows<sbyte, SmallerOfTwo>,
            (false, false) => &PoolInt8.Rows<byte, GreaterOfTwo>,
            (false, true) => &PoolInt8.Rows<byte, SmallerOfTwo>,
        };
        steps.Add(new KernelStep<PoolInt8Args>(args, kernel, geometry.OutputRows, geometry.Work / 16));
    }

    public static void AddIndices(StepBuilder steps, Node node, PoolGeometry geometry, bool columnMajor)
    {
        PoolIndexArgs args = new()
        {
            X = steps.Bytes(node.Input(0)),
            Indices = steps.Pointer<long>(node.Outputs[1]),
            Geometry = geometry,
            ColumnMajor = columnMajor,
        };
        delegate*<in PoolIndexArgs, int, int, void> kernel = node.Type(0) switch
        {
            ElementType.Int8 => &PoolIndices.Rows<sbyte>,
            ElementType.UInt8 => &PoolIndices.Rows<byte>,
            _ => &PoolIndices.Rows<float>,
        };
        steps.Add(new KernelStep<PoolIndexArgs>(args, kernel, geometry.OutputRows, geometry.Work));
    }

    private readonly struct ForwardMaker<F>(PoolArgs args) : ISimdMaker<Step>
        where F : struct, IPoolFold
    {
        public Step Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct
        {
            delegate*<in PoolArgs, int, int, void> kernel = args.Geometry.IsTwoByTwo ? &PoolF32.TwoByTwo<S, V, F> : &PoolF32.Rows<S, V, F>;
            return new KernelStep<PoolArgs>(args, kernel, args.Geometry.OutputRows, args.Geometry.Work);
        }
    }

    private readonly struct GlobalMaker(PoolArgs args) : ISimdMaker<Step>
    {
        public Step Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct =>
            new KernelStep<PoolArgs>(args, &GlobalAverageF32.Run<S, V>, GlobalAverageF32.Units(args.Geometry), args.Geometry.Work);
    }

    private readonly record struct GradientMaker(PoolGradientArgs Args, bool IsAverage) : ISimdMaker<Step>
    {
        public Step Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct
        {
            PoolGeometry g = Args.Geometry;
            int blocks = g.Batch * ((g.Channels + PoolGradientF32.Block - 1) / PoolGradientF32.Block);
            if (IsAverage)
            {
                return g.D.IsTrivial && g.H.IsTiled && g.W.IsTiled
                    ? new KernelStep<PoolGradientArgs>(Args, &PoolGradientF32.AverageTiles<S, V>, g.OutputRows, g.Work)
                    : new KernelStep<PoolGradientArgs>(Args, &PoolGradientF32.Average<S, V>, blocks, g.Work);
            }

            return g.IsTwoByTwo
                ? new KernelStep<PoolGradientArgs>(Args, &PoolGradientF32.TwoByTwo<S, V>, g.OutputRows, g.Work)
                : new KernelStep<PoolGradientArgs>(Args, &PoolGradientF32.Extreme<S, V>, blocks, g.Work);
        }
    }
}
