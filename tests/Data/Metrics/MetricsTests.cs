using System;
using EdgeRuntime.Data.Metrics;
using EdgeRuntime.Random;
using Xunit;

namespace Tests.Data.Metrics;

public class MetricsTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(1000)]
    public void TheAreaIsTheShareOfPairsInTheRightOrderWithTiesAsHalves(int levels)
    {
        const int Count = 120;
        CounterRandom random = new(5, (uint)levels);
        float[] scores = new float[Count];
        bool[] positive = new bool[Count];
        for (int i = 0; i < Count; i++)
        {
            positive[i] = random.Below(3, (ulong)i) == 0;
            scores[i] = random.Below(levels, (ulong)(1000 + i)) + (positive[i] ? 1 : 0);
        }

        double right = 0, pairs = 0;
        for (int i = 0; i < Count; i++)
        {
            for (int j = 0; j < Count; j++)
            {
                if (!positive[i] || positive[j])
                    continue;
                pairs++;
                right += scores[i] > scores[j] ? 1 : scores[i].Equals(scores[j]) ? 0.5 : 0;
            }
        }

        Assert.Equal(right / pairs, RankAuc.Of(scores, positive), 1e-12);
    }

    [Fact]
    public void AnAreaNeedsBothKinds() => Assert.True(double.IsNaN(RankAuc.Of([1, 2], [true, true])));

    [Fact]
    public void CountsOfASmallClassifierAreRight()
    {
        ClassMetrics metrics = new(3, 4);
        metrics.Add(0, [2, 0, 0], areProbabilities: false);
        metrics.Add(0, [0, 1, 0], areProbabilities: false);
        metrics.Add(1, [0, 3, 0], areProbabilities: false);
        metrics.Add(1, [0, 0.5f, 0.5f], areProbabilities: true);
        Assert.Equal(0.75, metrics.Accuracy);
        Assert.Equal(1, metrics.Confusion(0, 1));
        double expected = -(LogSoftmax(2, 2, 0, 0) + LogSoftmax(0, 0, 1, 0) + LogSoftmax(3, 0, 3, 0) + Math.Log(0.5)) / 4;
        Assert.Equal(expected, metrics.Loss, 1e-9);
        ClassScore one = metrics.Of(1), two = metrics.Of(2);
        Assert.Equal((2, 2.0 / 3, 1.0, 0.8), (one.Count, one.Precision, one.Recall, one.F1));
        Assert.True(double.IsNaN(two.Precision) && double.IsNaN(two.Recall) && double.IsNaN(two.F1) && double.IsNaN(two.Auc));
    }

    [Fact]
    public void OneOutputSpeaksForTheSecondOfTwoClasses()
    {
        ClassMetrics logits = new(2, 2), probabilities = new(2, 2);
        logits.Add(1, [2], areProbabilities: false);
        logits.Add(0, [-1], areProbabilities: false);
        float sure = (float)(1 / (1 + Math.Exp(-2))), unsure = (float)(1 / (1 + Math.E));
        probabilities.Add(1, [sure], areProbabilities: true);
        probabilities.Add(0, [unsure], areProbabilities: true);
        Assert.Equal((1.0, 1.0), (logits.Accuracy, logits.Of(1).Auc));
        Assert.Equal((Math.Log(1 + Math.Exp(-2)) + Math.Log(1 + Math.Exp(-1))) / 2, logits.Loss, 1e-9);
        Assert.Equal(logits.Loss, probabilities.Loss, 1e-6);
    }

    [Fact]
    public void OfTwoClassesBothHaveTheSameAreaThoughTheSurestProbabilitiesRoundToOne()
    {
        ClassMetrics metrics = new(2, 3);
        foreach ((int label, float probability) in ((int, float)[])[(0, 1e-12f), (1, 1e-10f), (0, 1e-11f)])
            metrics.Add(label, [1 - probability, probability], areProbabilities: true);
        Assert.Equal((1.0, 1.0), (metrics.Of(0).Auc, metrics.Of(1).Auc));
    }

    [Fact]
    public void ScoresFollowSamplesThatAreAddedAfterTheyWereAskedFor()
    {
        ClassMetrics metrics = new(2, 2);
        metrics.Add(0, [0.9f, 0.1f], areProbabilities: true);
        Assert.Equal(1, metrics.Of(0).Recall);
        metrics.Add(0, [0.1f, 0.9f], areProbabilities: true);
        Assert.Equal(0.5, metrics.Of(0).Recall);
    }

    [Fact]
    public void EqualScoresRankInTheOrderOfTheClasses()
    {
        ClassMetrics metrics = new(3, 2);
        metrics.Add(0, [1, 1, 1], areProbabilities: false);
        metrics.Add(2, [1, 1, 1], areProbabilities: false);
        Assert.Equal((0.5, 0.5, 1.0), (metrics.TopAccuracy(1), metrics.TopAccuracy(2), metrics.TopAccuracy(3)));
    }

    [Fact]
    public void ScoresThatAreNoNumbersCountAsWrong()
    {
        ClassMetrics metrics = new(2, 2);
        metrics.Add(0, [float.NaN, 0], areProbabilities: false);
        metrics.Add(1, [0, 1], areProbabilities: false);
        Assert.Equal((0.5, 1, true), (metrics.Accuracy, metrics.NotANumberCount, double.IsNaN(metrics.Loss)));
    }

    [Fact]
    public void TheWorstMistakesAreTheSurestOnes()
    {
        ClassMetrics metrics = new(2, 4);
        metrics.Add(0, [0.4f, 0.6f], areProbabilities: true);
        metrics.Add(0, [0.1f, 0.9f], areProbabilities: true);
        metrics.Add(0, [0.9f, 0.1f], areProbabilities: true);
        metrics.Add(1, [0.9f, 0.1f], areProbabilities: true);
        Assert.Equal([new Mistake(1, 0, 1, 0.9f, 0.1f), new Mistake(3, 1, 0, 0.9f, 0.1f)], metrics.WorstMistakes(2));
        Assert.Equal(3, metrics.WorstMistakes(10).Count);
    }

    [Fact]
    public void ABinHoldsItsUpperEndAndNotItsLower()
    {
        ClassMetrics metrics = new(2, 2);
        metrics.Add(1, [0.25f, 0.75f], areProbabilities: true);
        metrics.Add(0, [0.5f, 0.5f], areProbabilities: true);
        CalibrationBin[] bins = metrics.Calibration(4);
        Assert.Equal((1, 1, 0), (bins[1].Count, bins[2].Count, bins[3].Count));
        Assert.Equal(0.375, metrics.CalibrationError, 1e-12);
    }

    [Fact]
    public void RegressionFiguresFollowTheirFormulas()
    {
        RegressionMetrics metrics = new();
        metrics.Add([1, 2], [1, 4]);
        metrics.Add([9], [7]);
        Assert.Equal(4.0 / 3, metrics.MeanAbsoluteError, 1e-12);
        Assert.Equal(Math.Sqrt(8.0 / 3), metrics.RootMeanSquaredError, 1e-12);
        Assert.Equal(1 - (8.0 / 18), metrics.R2, 1e-12);
    }

    private static double LogSoftmax(double at, params double[] logits)
    {
        double sum = 0;
        foreach (double logit in logits)
            sum += Math.Exp(logit);
        return at - Math.Log(sum);
    }
}
