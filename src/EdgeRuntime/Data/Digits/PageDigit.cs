namespace EdgeRuntime.Data.Digits;

/// <summary>A digit on a page: what it is, and the box of its ink in pixels.</summary>
/// <param name="Label">0 to 9.</param>
/// <param name="Left">First column.</param>
/// <param name="Top">First row.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
public readonly record struct PageDigit(int Label, int Left, int Top, int Width, int Height);
