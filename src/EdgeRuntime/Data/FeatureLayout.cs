using System.Collections.Generic;

namespace EdgeRuntime.Data;

/// <summary>Where the numbers of a feature lie in a sample: of a sequence in its last axis, of all others in the first.</summary>
/// <param name="Features">How many features.</param>
/// <param name="Plane">Numbers of each feature in a whole sample.</param>
/// <param name="IsLast">Whether the features of one step lie side by side.</param>
internal readonly record struct FeatureLayout(int Features, int Plane, bool IsLast)
{
    public static FeatureLayout Of(IReadOnlyList<int> shape, bool isLast)
    {
        int count = 1;
        foreach (int axis in shape)
            count *= axis;
        int features = isLast ? shape[^1] : shape[0];
        return new FeatureLayout(features, count / features, isLast);
    }

    public int FeatureOf(int place) => IsLast ? place % Features : place / Plane;

    public int Place(int feature, int number) => IsLast ? (number * Features) + feature : (feature * Plane) + number;
}
