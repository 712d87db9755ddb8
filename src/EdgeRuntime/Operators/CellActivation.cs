using System;
using EdgeRuntime.Kernels;
using EdgeRuntime.Simd;

namespace EdgeRuntime.Operators;

/// <summary>The functions that ONNX lets a recurrent cell use.</summary>
internal enum CellActivationKind
{
    Sigmoid,
    Tanh,
    Relu,
    Affine,
    LeakyRelu,
    ThresholdedRelu,
    ScaledTanh,
    HardSigmoid,
    Elu,
    Softsign,
    Softplus,
}

/// <summary>One activation function of a recurrent cell: the formula of the operator of the same name.</summary>
/// <param name="Kind">The function.</param>
/// <param name="Alpha">Its first parameter, where it has one.</param>
/// <param name="Beta">Its second.</param>
internal readonly record struct CellActivation(CellActivationKind Kind, float Alpha, float Beta)
{
    public static CellActivation Sigmoid => new(CellActivationKind.Sigmoid, 0, 0);

    public static CellActivation Tanh => new(CellActivationKind.Tanh, 0, 0);

    /// <summary>Whether the slope follows from the output, which is what a training keeps.</summary>
    public bool IsDifferentiable => Kind switch
    {
        CellActivationKind.LeakyRelu or CellActivationKind.Elu => Alpha > 0,
        CellActivationKind.ThresholdedRelu => Alpha >= 0,
        CellActivationKind.ScaledTanh => Alpha != 0,
        _ => true,
    };

    public static CellActivationKind? Find(string name) =>
        Enum.TryParse(name, ignoreCase: true, out CellActivationKind kind) && Enum.IsDefined(kind) && !char.IsAsciiDigit(name[0]) ? kind : null;

    /// <summary>The default of the operator of the same name; null where the function takes no such parameter.</summary>
    public static float? DefaultAlpha(CellActivationKind kind) => kind switch
    {
        CellActivationKind.LeakyRelu => 0.01f,
        CellActivationKind.HardSigmoid => 0.2f,
        CellActivationKind.Affine or CellActivationKind.ThresholdedRelu or CellActivationKind.ScaledTanh or CellActivationKind.Elu => 1f,
        _ => null,
    };

    /// <summary>As <see cref="DefaultAlpha"/>, of the second parameter.</summary>
    public static float? DefaultBeta(CellActivationKind kind) => kind switch
    {
        CellActivationKind.HardSigmoid => 0.5f,
        CellActivationKind.Affine => 0f,
        CellActivationKind.ScaledTanh => 1f,
        _ => null,
    };

    public override string ToString() => (DefaultAlpha(Kind), DefaultBeta(Kind)) switch
    {
        (null, _) => $"{Kind}",
        (_, null) => $"{Kind}({Alpha})",
        _ => $"{Kind}({Alpha}, {Beta})",
    };

    public V Apply<S, V>(V x)
        where S : struct, ISimd<V>
        where V : struct => Kind switch
        {
            CellActivationKind.Sigmoid => VectorMath.Sigmoid<S, V>(x),
            CellActivationKind.Tanh => VectorMath.Tanh<S, V>(x),
            CellActivationKind.Relu => default(Relu.Formula).Apply<S, V>(x),
            CellActivationKind.Affine => S.Fma(S.Set(Alpha), x, S.Set(Beta)),
            CellActivationKind.LeakyRelu => new LeakyRelu.Formula(Alpha).Apply<S, V>(x),
            CellActivationKind.ThresholdedRelu => new ThresholdedRelu.Formula(Alpha).Apply<S, V>(x),
            CellActivationKind.ScaledTanh => S.Multiply(S.Set(Alpha), VectorMath.Tanh<S, V>(S.Multiply(S.Set(Beta), x))),
            CellActivationKind.HardSigmoid => new HardSigmoid.Formula(Alpha, Beta).Apply<S, V>(x),
            CellActivationKind.Elu => new EluFormula(Alpha, 1, 1).Apply<S, V>(x),
            CellActivationKind.Softsign => default(Softsign.Formula).Apply<S, V>(x),
            _ => default(Softplus.Formula).Apply<S, V>(x),
        };

    /// <summary>The gradient of the input from the output and its gradient.</summary>
    public V Gradient<S, V>(V y, V dy)
        where S : struct, ISimd<V>
        where V : struct
    {
        switch (Kind)
        {
            case CellActivationKind.Sigmoid:
                return default(Sigmoid.Formula).Gradient<S, V>(y, dy);
            case CellActivationKind.Tanh:
                return default(Tanh.Formula).Gradient<S, V>(y, dy);
            case CellActivationKind.Affine:
                return S.Multiply(S.Set(Alpha), dy);
            case CellActivationKind.LeakyRelu:
                return new LeakyRelu.Formula(Alpha).Gradient<S, V>(y, dy);
            case CellActivationKind.ScaledTanh:
                return S.Multiply(S.Multiply(S.Set(Beta), dy), S.Fnma(S.Multiply(y, S.Set(1 / Alpha)), y, S.Set(Alpha)));
            case CellActivationKind.HardSigmoid:
                return new HardSigmoid.Formula(Alpha, Beta).Gradient<S, V>(y, dy);
            case CellActivationKind.Elu:
                return new EluFormula(Alpha, 1, 1).Gradient<S, V>(y, dy);
            case CellActivationKind.Softsign:
                return default(Softsign.Formula).Gradient<S, V>(y, dy);
            case CellActivationKind.Softplus:
                return default(Softplus.Formula).Gradient<S, V>(y, dy);
            default: // Relu; and ThresholdedRelu, which is 0 or above a threshold that is not negative
                return default(Relu.Formula).Gradient<S, V>(y, dy);
        }
    }
}
