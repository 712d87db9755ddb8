using System;
using EdgeRuntime.Random;

namespace EdgeRuntime.Training;

/// <summary>
/// Rows (or columns, where those are fewer) of length <paramref name="Gain"/> at right angles to each other (Saxe, McClelland and Ganguli,
/// 2014): normal numbers made orthogonal by Gram and Schmidt's method in double precision, one order of sums on every machine. The diagonal
/// of the triangular factor is positive, so that all orthogonal matrices are alike probable.
/// </summary>
internal sealed record OrthogonalInitializer(float Gain) : Initializer
{
    public override void Fill(Span<float> target, int rows, int fanIn, int fanOut, CounterRandom random)
    {
        int columns = target.Length / rows, vectors = Math.Min(rows, columns), length = Math.Max(rows, columns);
        random.FillNormal(target, 1f);
        double[] basis = new double[(long)vectors * length];
        for (int i = 0; i < target.Length; i++)
            basis[i] = target[i];
        for (int i = 0; i < vectors; i++)
        {
            Span<double> vector = basis.AsSpan(i * length, length);

            // Once leaves an error in proportion to how parallel the vectors were; a second time takes it away.
            for (int pass = 0; pass < 2; pass++)
            {
                for (int k = 0; k < i; k++)
                {
                    ReadOnlySpan<double> other = basis.AsSpan(k * length, length);
                    Subtract(vector, other, Dot(vector, other));
                }
            }

            double scale = 1 / Math.Sqrt(Dot(vector, vector));
            foreach (ref double element in vector)
                element *= scale;
        }

        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++)
                target[(r * columns) + c] = (float)(Gain * (rows <= columns ? basis[(r * length) + c] : basis[(c * length) + r]));
        }
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    private static void Subtract(Span<double> vector, ReadOnlySpan<double> other, double factor)
    {
        for (int i = 0; i < vector.Length; i++)
            vector[i] -= factor * other[i];
    }
}
