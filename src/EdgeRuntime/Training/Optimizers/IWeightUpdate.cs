namespace EdgeRuntime.Training;

/// <summary>An operator that moves a weight, whatever its formula: input 0 is the weight, 1 its gradient.</summary>
internal interface IWeightUpdate;
