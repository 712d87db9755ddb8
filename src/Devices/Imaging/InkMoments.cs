using System;

namespace Devices.Imaging;

/// <summary>Where the ink of a patch has its centre, and how it leans.</summary>
/// <param name="CentreX">The mean column, pixel centres at .5.</param>
/// <param name="CentreY">The mean row.</param>
/// <param name="Slant">The shift to the left for each row downwards, -(covariance of x and y) / (variance of y): moving rows by it sets the digit upright.</param>
internal readonly record struct InkMoments(float CentreX, float CentreY, float Slant)
{
    private const float MostSlant = 1f;

    public static InkMoments Of(ReadOnlySpan<float> patch, int width)
    {
        double sum = 0, sumX = 0, sumY = 0, sumXY = 0, sumYY = 0;
        for (int i = 0; i < patch.Length; i++)
        {
            double ink = patch[i], x = (i % width) + 0.5, y = (i / width) + 0.5;
            sum += ink;
            sumX += ink * x;
            sumY += ink * y;
            sumXY += ink * x * y;
            sumYY += ink * y * y;
        }
        if (sum <= 0)
            return new InkMoments(width * 0.5f, patch.Length / width * 0.5f, 0f);
        double centreX = sumX / sum, centreY = sumY / sum, varianceY = (sumYY / sum) - (centreY * centreY);
        double slant = varianceY > 1e-6 ? -((sumXY / sum) - (centreX * centreY)) / varianceY : 0;
        return new InkMoments((float)centreX, (float)centreY, Math.Clamp((float)slant, -MostSlant, MostSlant));
    }
}
