namespace EdgeRuntime.Data.Digits;

/// <summary>Where the pen is and how wide its mark; a point that starts a stroke is not joined to the one before.</summary>
internal record struct PenPoint(float X, float Y, float Radius, bool StartsStroke);
