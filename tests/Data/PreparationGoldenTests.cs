using System;
using System.IO;
using System.Text.Json;
using EdgeRuntime.Data;
using Tests.Support;
using Xunit;

namespace Tests.Data;

/// <summary>Filled, encoded and scaled tables against scikit-learn's; tests/Golden/make_preparation.py made them.</summary>
public sealed class PreparationGoldenTests
{
    private static readonly JsonElement Golden = JsonDocument.Parse(File.ReadAllText(Support.Golden.Path("preparation.json"))).RootElement;

    public static TheoryData<MissingValues, FeatureScaling, ColumnEncoding> Cases
    {
        get
        {
            TheoryData<MissingValues, FeatureScaling, ColumnEncoding> cases = [];
            foreach (MissingValues missing in (MissingValues[])[MissingValues.Mean, MissingValues.Median])
            {
                foreach (FeatureScaling scaling in Enum.GetValues<FeatureScaling>())
                {
                    cases.Add(missing, scaling, ColumnEncoding.OneHot);
                    cases.Add(missing, scaling, ColumnEncoding.Label);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void SamplesAreThoseOfScikitLearn(MissingValues missing, FeatureScaling scaling, ColumnEncoding text)
    {
        DataOptions options = new() { Missing = missing, Scaling = scaling, Text = text };
        Dataset table = Table(options);
        float[] actual = DatasetTests.Values(Preparation.Fit(table.Take(Golden.GetProperty("fitted").GetInt32()), options).Apply(table));
        foreach (JsonElement golden in Golden.GetProperty("cases").EnumerateArray())
        {
            if ((golden.GetProperty("missing").GetString(), golden.GetProperty("scaling").GetString(), golden.GetProperty("text").GetString()) != (missing.ToString().ToLowerInvariant(), scaling.ToString(), text.ToString()))
                continue;
            double[] expected = golden.GetProperty("samples").Deserialize<double[]>()!;
            InstructionSets.Near(expected, actual, 5e-5, $"{missing} {scaling} {text}");
            return;
        }

        Assert.Fail("There is no such golden case.");
    }

    [Fact]
    public void ClassWeightsAreThoseOfScikitLearn()
    {
        float[] weights = ClassBalance.Weights(Table(new DataOptions { Missing = MissingValues.Mean, Text = ColumnEncoding.Label }));
        InstructionSets.Near(Golden.GetProperty("weights").Deserialize<double[]>()!, weights, 1e-6, "weights");
    }

    private static Dataset Table(DataOptions options) => CsvDataset.Parse(new DataSpec("csv", "golden.csv", null), Golden.GetProperty("table").GetString()!, options);
}
