namespace Devices.Imaging;

/// <summary>How long the stages of the last frame took, in microseconds.</summary>
/// <param name="ThresholdMicroseconds">Integral image and ink.</param>
/// <param name="ComponentsMicroseconds">Patches of touching ink.</param>
/// <param name="SelectMicroseconds">Joining parts, and sizes.</param>
/// <param name="CropMicroseconds">Cutting out, deskewing, scaling and centring, all digits together.</param>
public readonly record struct FinderTimes(double ThresholdMicroseconds, double ComponentsMicroseconds, double SelectMicroseconds, double CropMicroseconds)
{
    /// <summary>All stages.</summary>
    public double TotalMicroseconds => ThresholdMicroseconds + ComponentsMicroseconds + SelectMicroseconds + CropMicroseconds;
}
