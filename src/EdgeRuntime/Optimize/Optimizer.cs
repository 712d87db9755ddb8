using System;
using EdgeRuntime.Graphs;

namespace EdgeRuntime.Optimize;

/// <summary>Makes a graph smaller without changing what it computes: the ordered list of all passes.</summary>
internal static class Optimizer
{
    /// <summary>A pass opens ways for others, so the list is gone through until nothing changes; real models need three rounds or fewer.</summary>
    private const int MaxRounds = 8;

    /// <summary>All passes in order: first what makes patterns visible, then the patterns, then what they leave behind.</summary>
    public static Func<Graph, bool>[] Passes { get; } =
    [
        RemoveNothings.Run,
        DropExpansions.Run,
        MergeSlices.Run,
        ReadLastStates.Run,
        MergeEqualNodes.Run,
        FuseActivations.Run,
        FuseLayerNormalization.Run,
        FuseAttention.Run,
        AbsorbIntoAttention.Run,
        SinkTransposes.Run,
        FoldPadding.Run,
        AbsorbTransposes.Run,
        PermuteFlattenedWeights.Run,
        SinkReshapes.Run,
        MeansBecomePools.Run,
        FoldScales.Run,
        FuseResiduals.Run,
        FuseClamps.Run,
        FuseNormalizationClamps.Run,
    ];

    /// <summary>Optimizes a graph for inference or, before its gradient is appended, for training.</summary>
    public static void Run(Graph graph)
    {
        graph.RemoveDead();
        bool changed = true;
        for (int round = 0; changed && round < MaxRounds; round++)
        {
            changed = false;
            foreach (Func<Graph, bool> pass in Passes)
                changed |= pass(graph);
        }

        // Last, since the other passes take every convolution's input for NHWC.
        ReadPlanes.Run(graph);
    }

    /// <summary>As <see cref="Run"/>, and what no gradient goes through.</summary>
    public static void RunForInference(Graph graph)
    {
        Run(graph);
        FuseSeparable.Run(graph);
        FuseProjections.Run(graph);
        ReadLastStates.DropSequences(graph);
    }
}
