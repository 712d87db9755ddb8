using EdgeRuntime.Graphs;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary>Steps of recurrent layers. Units are blocks of samples: time cannot be split, and sharing a small product would cost more than it brings.</summary>
internal static class ScanStep
{
    public readonly struct Maker<TCell, TFunctions>(TFunctions functions, ScanArgs args) : ISimdMaker<Step>
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
        private readonly ScanArgs args;

        public Samples(TFunctions functions, in ScanArgs args)
        {
            (this.functions, this.args) = (functions, args);
            Units = (args.Batch + ScanF32.RowUnit - 1) / ScanF32.RowUnit;
            Work = (long)args.Time * args.Batch * TCell.Gates * args.Hidden * args.Hidden;
        }

        public override void Run(int first, int last, int worker)
        {
            int end = last * ScanF32.RowUnit;
            ScanF32.Run<S, V, TCell, TFunctions>(functions, in args, first * ScanF32.RowUnit, end < args.Batch ? end : args.Batch);
        }
    }
}
