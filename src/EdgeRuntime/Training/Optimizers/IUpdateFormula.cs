using EdgeRuntime.Simd;

namespace EdgeRuntime.Training;

/// <summary>The formula of an update rule with its constants.</summary>
internal unsafe interface IUpdateFormula
{
    /// <summary>How many states the formula may have, 0 to 3.</summary>
    static abstract int States { get; }

    /// <summary>The next weight; <paramref name="a"/>, <paramref name="b"/> and <paramref name="c"/> are what the rule keeps for it.</summary>
    /// <param name="w">The weight.</param>
    /// <param name="g">Its gradient, clipped and with penalties.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="own">The rule's own numbers of this step.</param>
    /// <param name="a">The first state; zero where the rule has none.</param>
    /// <param name="b">The second.</param>
    /// <param name="c">The third.</param>
    V Next<S, V>(V w, V g, V rate, float* own, ref V a, ref V b, ref V c)
        where S : struct, ISimd<V>
        where V : struct;
}
