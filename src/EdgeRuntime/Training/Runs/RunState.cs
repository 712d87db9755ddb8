using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace EdgeRuntime.Training;

/// <summary>
/// Where a run is. With the trainer's variables and the best epoch's weights it is all that a run is made of: the order of samples, masks,
/// rates and early stopping are pure functions of it.
/// </summary>
internal sealed class RunState
{
    private readonly List<EpochResult> history = [];
    private readonly List<double> losses = [];

    /// <summary>The epochs that are done.</summary>
    public IReadOnlyList<EpochResult> History => history;

    /// <summary>The watched loss of each epoch that is done.</summary>
    public ReadOnlySpan<double> Losses => CollectionsMarshal.AsSpan(losses);

    /// <summary>The running epoch, from 1.</summary>
    public int Epoch => history.Count + 1;

    /// <summary>The epoch of the lowest watched loss, the first of equal ones, from 1; 0 where none is done.</summary>
    public int BestEpoch { get; private set; }

    /// <summary>Steps of the running epoch that are done.</summary>
    public int Step { get; set; }

    /// <summary>The sum of their losses; a batch that is not full counts as the part that it is.</summary>
    public double LossSum { get; set; }

    /// <summary>How many of their samples were right.</summary>
    public long Correct { get; set; }

    /// <summary>The time that they took.</summary>
    public double Seconds { get; set; }

    /// <summary>The loss of the run's first batch; NaN before it.</summary>
    public float FirstLoss { get; set; } = float.NaN;

    /// <summary>Ends the running epoch.</summary>
    public void Add(EpochResult result)
    {
        history.Add(result);
        losses.Add(result.WatchedLoss);
        if (BestEpoch == 0 || result.WatchedLoss < losses[BestEpoch - 1] || double.IsNaN(losses[BestEpoch - 1]))
            BestEpoch = history.Count;
        (Step, LossSum, Correct, Seconds) = (0, 0, 0, 0);
    }
}
