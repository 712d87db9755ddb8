namespace EdgeRuntime.Training;

/// <summary>Input channels [First, End) of a layer, or a part of them in percent.</summary>
internal readonly record struct ChannelRange(int First, int End, int Percent = 0)
{
    /// <summary>The range for a layer of so many input channels; a part is rounded up.</summary>
    public (int First, int Count) In(int channels, string name)
    {
        if (Percent > 0)
            return (0, (int)(((long)channels * Percent + 99) / 100));
        if (End > channels)
            Throw.Data($"'{name}[{First}:{End}]': the layer reads {channels} channels, 0 to {channels - 1}.");
        return (First, End - First);
    }
}
