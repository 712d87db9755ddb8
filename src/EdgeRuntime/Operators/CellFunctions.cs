using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary>Sigmoid for gates and tanh for the rest: what nearly every model has, with nothing to decide in the loop.</summary>
internal readonly record struct UsualFunctions : ICellFunctions
{
    public V F<S, V>(V x)
        where S : struct, ISimd<V>
        where V : struct => VectorMath.Sigmoid<S, V>(x);

    public V G<S, V>(V x)
        where S : struct, ISimd<V>
        where V : struct => VectorMath.Tanh<S, V>(x);

    public V H<S, V>(V x)
        where S : struct, ISimd<V>
        where V : struct => VectorMath.Tanh<S, V>(x);

    public V GradientF<S, V>(V y, V dy)
        where S : struct, ISimd<V>
        where V : struct => default(Sigmoid.Formula).Gradient<S, V>(y, dy);

    public V GradientG<S, V>(V y, V dy)
        where S : struct, ISimd<V>
        where V : struct => default(Tanh.Formula).Gradient<S, V>(y, dy);

    public V GradientH<S, V>(V y, V dy)
        where S : struct, ISimd<V>
        where V : struct => default(Tanh.Formula).Gradient<S, V>(y, dy);
}

/// <summary>
/// Any functions, chosen vector by vector; the sums that gates and candidates are made of are within a clip. An LSTM's cell state is not
/// clipped before its function: ONNX's text leaves that open, ONNX Runtime does it so.
/// </summary>
internal readonly record struct ChosenFunctions(CellActivation Gate, CellActivation Candidate, CellActivation Output, float Clip) : ICellFunctions
{
    public V F<S, V>(V x)
        where S : struct, ISimd<V>
        where V : struct => Gate.Apply<S, V>(Clipped<S, V>(x));

    public V G<S, V>(V x)
        where S : struct, ISimd<V>
        where V : struct => Candidate.Apply<S, V>(Clipped<S, V>(x));

    public V H<S, V>(V x)
        where S : struct, ISimd<V>
        where V : struct => Output.Apply<S, V>(x);

    public V GradientF<S, V>(V y, V dy)
        where S : struct, ISimd<V>
        where V : struct => Gate.Gradient<S, V>(y, dy);

    public V GradientG<S, V>(V y, V dy)
        where S : struct, ISimd<V>
        where V : struct => Candidate.Gradient<S, V>(y, dy);

    public V GradientH<S, V>(V y, V dy)
        where S : struct, ISimd<V>
        where V : struct => Output.Gradient<S, V>(y, dy);

    private V Clipped<S, V>(V x)
        where S : struct, ISimd<V>
        where V : struct => S.Min(S.Set(Clip), S.Max(S.Set(-Clip), x));
}
