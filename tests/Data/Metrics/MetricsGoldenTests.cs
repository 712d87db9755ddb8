using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using EdgeRuntime.Data.Metrics;
using Tests.Support;
using Xunit;

namespace Tests.Data.Metrics;

/// <summary>Figures against scikit-learn's on the same samples; tests/Golden/make_metrics.py made them.</summary>
public class MetricsGoldenTests
{
    private const double Tolerance = 1e-9;

    private static readonly JsonElement Figures = JsonDocument.Parse(File.ReadAllText(Golden.Path("metrics.json"))).RootElement;

    public static TheoryData<string> Classifiers => ["five", "absent", "two"];

    public static TheoryData<string> Regressions => ["one output", "three outputs"];

    [Theory]
    [MemberData(nameof(Classifiers))]
    public void FiguresOfAllSamplesAreThoseOfScikitLearn(string name)
    {
        (JsonElement golden, ClassMetrics metrics) = Read(name);
        Assert.Equal(golden.GetProperty("accuracy").GetDouble(), metrics.Accuracy, Tolerance);
        Assert.Equal(golden.GetProperty("top2").GetDouble(), metrics.TopAccuracy(2), Tolerance);
        Assert.Equal(golden.GetProperty("log_loss").GetDouble(), metrics.Loss, Tolerance);
        Assert.Equal(golden.GetProperty("brier").GetDouble(), metrics.BrierScore, Tolerance);
        Assert.Equal(golden.GetProperty("ece").GetDouble(), metrics.CalibrationError, Tolerance);
        for (int i = 0; i < metrics.Classes * metrics.Classes; i++)
            Assert.Equal(golden.GetProperty("confusion")[i].GetInt32(), metrics.Confusion(i / metrics.Classes, i % metrics.Classes));
    }

    [Theory]
    [MemberData(nameof(Classifiers))]
    public void ScoresOfEachClassAreThoseOfScikitLearn(string name)
    {
        (JsonElement golden, ClassMetrics metrics) = Read(name);
        for (int label = 0; label < metrics.Classes; label++)
        {
            ClassScore score = metrics.Of(label);
            Assert.Equal(golden.GetProperty("support")[label].GetInt32(), score.Count);
            Near(golden.GetProperty("precision")[label], score.Precision);
            Near(golden.GetProperty("recall")[label], score.Recall);
            Near(golden.GetProperty("f1")[label], score.F1);
            Near(golden.GetProperty("auc")[label], score.Auc);
        }
    }

    [Theory]
    [MemberData(nameof(Classifiers))]
    public void AveragesAreThoseOfScikitLearn(string name)
    {
        (JsonElement golden, ClassMetrics metrics) = Read(name);
        foreach (Averaging averaging in Enum.GetValues<Averaging>())
        {
            string kind = averaging.ToString().ToLowerInvariant();
            AverageScore score = metrics.Average(averaging);
            Near(golden.GetProperty(kind).GetProperty("precision"), score.Precision);
            Near(golden.GetProperty(kind).GetProperty("recall"), score.Recall);
            Near(golden.GetProperty(kind).GetProperty("f1"), score.F1);
            Near(golden.GetProperty($"{kind}_auc"), score.Auc);
        }
    }

    [Theory]
    [MemberData(nameof(Classifiers))]
    public void TheRocCurveIsThatOfScikitLearnPointByPoint(string name)
    {
        (JsonElement golden, ClassMetrics metrics) = Read(name);
        IReadOnlyList<RocPoint> points = metrics.Roc(0);
        Assert.Equal(golden.GetProperty("roc_fpr").GetArrayLength(), points.Count);
        for (int i = 0; i < points.Count; i++)
        {
            Assert.Equal(golden.GetProperty("roc_fpr")[i].GetDouble(), points[i].FalsePositiveRate, Tolerance);
            Assert.Equal(golden.GetProperty("roc_tpr")[i].GetDouble(), points[i].TruePositiveRate, Tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Regressions))]
    public void RegressionFiguresAreThoseOfScikitLearn(string name)
    {
        JsonElement golden = Figures.GetProperty(name);
        RegressionMetrics metrics = new(golden.GetProperty("outputs").GetInt32());
        metrics.Add(Floats(golden.GetProperty("predictions")), Floats(golden.GetProperty("truths")));
        Compare(golden.GetProperty("all"), metrics.All);
        for (int i = 0; i < metrics.OutputCount; i++)
            Compare(golden.GetProperty("each")[i], metrics.Of(i));
    }

    private static void Compare(JsonElement golden, RegressionScore score)
    {
        Near(golden.GetProperty("mae"), score.MeanAbsoluteError);
        Near(golden.GetProperty("mse"), score.MeanSquaredError);
        Near(golden.GetProperty("rmse"), score.RootMeanSquaredError);
        Near(golden.GetProperty("r2"), score.R2);
    }

    private static (JsonElement Golden, ClassMetrics Metrics) Read(string name)
    {
        JsonElement golden = Figures.GetProperty(name);
        int classes = golden.GetProperty("classes").GetInt32();
        float[] probabilities = Floats(golden.GetProperty("probabilities"));
        ClassMetrics metrics = new(classes, probabilities.Length / classes);
        for (int i = 0; i < probabilities.Length / classes; i++)
            metrics.Add(golden.GetProperty("labels")[i].GetInt32(), probabilities.AsSpan(i * classes, classes), areProbabilities: true);
        return (golden, metrics);
    }

    /// <summary>What scikit-learn sets to 0 or leaves out (null) for want of samples is NaN here.</summary>
    private static void Near(JsonElement golden, double value)
    {
        if (double.IsNaN(value))
            Assert.True(golden.ValueKind == JsonValueKind.Null || golden.GetDouble() == 0);
        else
            Assert.Equal(golden.GetDouble(), value, Tolerance);
    }

    private static float[] Floats(JsonElement list)
    {
        float[] numbers = new float[list.GetArrayLength()];
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = list[i].GetSingle();
        return numbers;
    }
}
