using EdgeRuntime.Simd;

namespace EdgeRuntime.Kernels;

/// <summary>The activation functions of a recurrent cell by their names in ONNX: f of gates, g of candidates (and of a plain cell), h of an LSTM's cell state.</summary>
/// <remarks>Their gradients follow from the output y of the function.</remarks>
internal interface ICellFunctions
{
    V F<S, V>(V x)
        where S : struct, ISimd<V>
        where V : struct;

    V G<S, V>(V x)
        where S : struct, ISimd<V>
        where V : struct;

    V H<S, V>(V x)
        where S : struct, ISimd<V>
        where V : struct;

    V GradientF<S, V>(V y, V dy)
        where S : struct, ISimd<V>
        where V : struct;

    V GradientG<S, V>(V y, V dy)
        where S : struct, ISimd<V>
        where V : struct;

    V GradientH<S, V>(V y, V dy)
        where S : struct, ISimd<V>
        where V : struct;
}
