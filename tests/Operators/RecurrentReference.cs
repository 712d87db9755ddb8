using System;

namespace Tests.Operators;

/// <summary>ONNX's RNN, GRU and LSTM in double precision, written from the formulas of its specification.</summary>
internal sealed record RecurrentReference(string Type, int T, int B, int I, int H)
{
    public string Direction { get; init; } = "forward";

    public bool LinearBeforeReset { get; init; }

    public bool CouplesGates { get; init; }

    public bool BatchFirst { get; init; }

    public double Clip { get; init; } = double.PositiveInfinity;

    public int[]? Lengths { get; init; }

    /// <summary>The functions of all directions.</summary>
    public Func<double, double>[]? Functions { get; init; }

    public int Directions => Direction == "bidirectional" ? 2 : 1;

    public int Gates => Type switch { "RNN" => 1, "GRU" => 3, _ => 4 };

    /// <summary>All states [T, D, B, H] ([B, T, D, H] batch first), then the last states [D, B, H].</summary>
    public (double[] Y, double[] Last, double[] LastCell) Run(
        double[] x, double[] w, double[] r, double[]? bias = null, double[]? h0 = null, double[]? c0 = null, double[]? peepholes = null)
    {
        double[] y = new double[T * Directions * B * H], last = new double[Directions * B * H], lastCell = new double[last.Length];
        for (int d = 0; d < Directions; d++)
        {
            for (int b = 0; b < B; b++)
            {
                double[] h = new double[H], c = new double[H];
                for (int j = 0; j < H; j++)
                {
                    h[j] = h0?[State(d, b, j)] ?? 0;
                    c[j] = c0?[State(d, b, j)] ?? 0;
                }

                int length = Lengths?[b] ?? T;
                for (int i = 0; i < length; i++)
                {
                    int t = Direction == "reverse" || d == 1 ? length - 1 - i : i;
                    double[] input = new double[I];
                    for (int k = 0; k < I; k++)
                        input[k] = x[(BatchFirst ? (b * T) + t : (t * B) + b) * I + k];
                    Step(d, input, h, c, w, r, bias, peepholes);
                    for (int j = 0; j < H; j++)
                        y[BatchFirst ? (((((b * T) + t) * Directions) + d) * H) + j : (((((t * Directions) + d) * B) + b) * H) + j] = h[j];
                }

                for (int j = 0; j < H; j++)
                    (last[State(d, b, j)], lastCell[State(d, b, j)]) = (h[j], c[j]);
            }
        }

        return (y, last, lastCell);
    }

    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private int State(int d, int b, int j) => ((BatchFirst ? (b * Directions) + d : (d * B) + b) * H) + j;

    private void Step(int d, double[] x, double[] h, double[] c, double[] w, double[] r, double[]? bias, double[]? peepholes)
    {
        Func<double, double>[] usual = Type == "RNN" ? [Math.Tanh] : [Sigmoid, Math.Tanh, Math.Tanh];
        int each = Functions is null ? 0 : Functions.Length / Directions;
        Func<double, double> Function(int i) => v => (Functions is null ? usual[i] : Functions[(d * each) + i])(i == 2 ? v : Math.Clamp(v, -Clip, Clip)); // as ONNX Runtime: the cell state is not clipped
        double[] before = [.. h];
        double Input(int gate, int j) => Sum(w, d, gate, j, x, I) + (bias?[Bias(d, 0, gate, j)] ?? 0);
        double Recurrent(int gate, int j, double[] state) => Sum(r, d, gate, j, state, H) + (bias?[Bias(d, 1, gate, j)] ?? 0);
        double Peep(int gate, int j, double cell) => peepholes is null ? 0 : peepholes[(((d * 3) + gate) * H) + j] * cell;
        double[] reset = new double[H], masked = new double[H];
        for (int j = 0; Type == "GRU" && j < H; j++)
        {
            reset[j] = Function(0)(Input(1, j) + Recurrent(1, j, before));
            masked[j] = reset[j] * before[j];
        }

        for (int j = 0; j < H; j++)
        {
            if (Type == "RNN")
            {
                h[j] = Function(0)(Input(0, j) + Recurrent(0, j, before));
            }
            else if (Type == "GRU")
            {
                double z = Function(0)(Input(0, j) + Recurrent(0, j, before));
                double n = Function(1)(Input(2, j) + (LinearBeforeReset ? reset[j] * Recurrent(2, j, before) : Recurrent(2, j, masked)));
                h[j] = ((1 - z) * n) + (z * before[j]);
            }
            else
            {
                double i = Function(0)(Input(0, j) + Recurrent(0, j, before) + Peep(0, j, c[j]));
                double f = CouplesGates ? 1 - i : Function(0)(Input(2, j) + Recurrent(2, j, before) + Peep(2, j, c[j]));
                c[j] = (f * c[j]) + (i * Function(1)(Input(3, j) + Recurrent(3, j, before)));
                h[j] = Function(0)(Input(1, j) + Recurrent(1, j, before) + Peep(1, j, c[j])) * Function(2)(c[j]);
            }
        }
    }

    private double Sum(double[] weights, int d, int gate, int j, double[] v, int length)
    {
        double sum = 0;
        for (int k = 0; k < length; k++)
            sum += weights[((((d * Gates) + gate) * H) + j) * length + k] * v[k];
        return sum;
    }

    private int Bias(int d, int which, int gate, int j) => ((((d * 2) + which) * Gates) + gate) * H + j;
}
