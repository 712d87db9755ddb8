using System.Collections.Generic;

namespace EdgeRuntime.Training;

/// <summary>Why a run ended.</summary>
public enum StopReason
{
    /// <summary>All epochs are done.</summary>
    Done,

    /// <summary>The loss did not fall for as many epochs as early stopping lets pass.</summary>
    EarlyStopping,

    /// <summary>The loss became NaN or infinite, or exploded: <see cref="FitResult.Divergence"/> says where.</summary>
    Diverged,
}

/// <summary>What a run gave.</summary>
/// <param name="Epochs">Each epoch that was finished, those before a resumption included.</param>
/// <param name="BestEpoch">The epoch with the lowest loss (on the validation data where there are some), from 1; 0 where none was finished.</param>
/// <param name="WeightsOf">The epoch whose weights the model has now; 0 where none was finished and the model is as it was.</param>
/// <param name="Stop">Why it ended.</param>
/// <param name="Divergence">What went wrong, where the run diverged.</param>
public sealed record FitResult(IReadOnlyList<EpochResult> Epochs, int BestEpoch, int WeightsOf, StopReason Stop, Divergence? Divergence);
