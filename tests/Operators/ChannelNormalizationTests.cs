using System;
using System.Collections.Generic;
using EdgeRuntime.Operators;
using Tests.Support;

namespace Tests.Operators;

public class ChannelNormalizationTests : OperatorContract
{
    private protected override IEnumerable<OperatorCase> Cases =>
    [
        Case(2, 15, 8, group: 1, acrossBatch: true),
        Case(2, 130, 3, group: 1, acrossBatch: true), // more rows than one segment of a sum holds
        Case(7, 1, 33, group: 1, acrossBatch: true),
        Case(2, 20, 21, group: 1, acrossBatch: true, new Bounds(0, float.PositiveInfinity)),
        Case(2, 5, 6, group: 3, acrossBatch: false, new Bounds(-0.5f, 0.75f)),
        Case(2, 9, 5, group: 1, acrossBatch: false),
        Case(2, 259, 1, group: 1, acrossBatch: false),
        Case(2, 12, 12, group: 3, acrossBatch: false),
        Case(2, 5, 40, group: 20, acrossBatch: false),
        Case(1, 6, 34, group: 2, acrossBatch: false),
    ];

    private static OperatorCase Case(int n, int p, int c, int group, bool acrossBatch, Bounds? bounds = null) => OperatorCase.Of(
        new ChannelNormalization(1e-3f, group, acrossBatch) { Bounds = bounds ?? Bounds.None }, OperatorInput.Of(n, p, c), OperatorInput.Of(0.5, 2, [c]), OperatorInput.Of(c)) with
    {
        Reference = v => Array.ConvertAll(
            NormalizationReference.Channels(v[0], n, p, c, group, acrossBatch, 1e-3f, v[1], v[2]),
            y => bounds is { } b ? Math.Clamp(y, b.Low, b.High) : y),
    };
}
