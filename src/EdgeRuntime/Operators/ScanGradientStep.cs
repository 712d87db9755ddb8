using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary>Steps of the way back through recurrent layers, cut as those of <see cref="ScanStep"/>.</summary>
internal static class ScanGradientStep
{
    public readonly struct Maker<TCell, TFunctions>(TFunctions functions, ScanGradientArgs args) : ISimdMaker<Step>
        where TCell : struct, IRecurrentCell
        where TFunctions : struct, ICellFunctions
    {
        public Step Make<S, V>()
            where S : struct, ISimd<V>
            where V : struct => new Samples<S, V, TCell, TFunctions>(functions, args);
    }

    private sealed class Samples<S, V, TCell, TFunctions> : Step
        where S : struct, ISimd<V>
        where V : struct
        where TCell : struct, IRecurrentCell
        where TFunctions : struct, ICellFunctions
    {
        private readonly TFunctions functions;
        private readonly ScanGradientArgs args;

        public Samples(TFunctions functions, in ScanGradientArgs args)
        {
            (this.functions, this.args) = (functions, args);
            Units = (args.Batch + ScanF32.RowUnit - 1) / ScanF32.RowUnit;
            Work = (long)args.Time * args.Batch * TCell.Gates * args.Hidden * args.Hidden;
        }

        public override void Run(int first, int last, int worker)
        {
            int end = last * ScanF32.RowUnit;
            ScanGradientF32.Run<S, V, TCell, TFunctions>(functions, in args, first * ScanF32.RowUnit, end < args.Batch ? end : args.Batch);
        }
    }
}
