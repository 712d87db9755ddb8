using System;
using System.Text.Json;
using EdgeRuntime.Data.Signals;
using Tests.Support;
using Xunit;

namespace Tests.Data.Signals;

public sealed class SignalTablesTests
{
    [Fact]
    public void WindowsAreThoseOfScipy()
    {
        int checkedWindows = 0;
        foreach (JsonElement golden in SignalGolden.Root.GetProperty("windows").EnumerateArray())
        {
            SignalWindow kind = Enum.Parse<SignalWindow>(golden.GetProperty("kind").GetString()!);
            float[] window = SignalTables.Window(kind, golden.GetProperty("length").GetInt32(), golden.GetProperty("periodic").GetBoolean());
            InstructionSets.Near(golden.GetProperty("values").Deserialize<double[]>()!, window, 1e-7, $"{kind} {window.Length}");
            checkedWindows++;
        }

        Assert.True(checkedWindows >= 24);
    }

    [Fact]
    public void CosinesOfAllCoefficientsAreOrthonormal()
    {
        const int Bands = 13;
        float[] matrix = SignalTables.Cosines(Bands, Bands);
        for (int a = 0; a < Bands; a++)
        {
            for (int b = 0; b < Bands; b++)
            {
                double sum = 0;
                for (int i = 0; i < Bands; i++)
                    sum += (double)matrix[(i * Bands) + a] * matrix[(i * Bands) + b];
                Assert.Equal(a == b ? 1 : 0, sum, 1e-6);
            }
        }
    }
}
