using System;
using System.Collections.Generic;
using System.Linq;
using EdgeRuntime;
using EdgeRuntime.Training;
using Xunit;

namespace Tests.Training.FineTuning;

public class LayerSelectionTests
{
    private static readonly ModelLayers LeNet = ModelLayers.Of(Architecture.Create("lenet", new Shape(1, 28, 28), 10, seed: 1));
    private static readonly ModelLayers ResNet = ModelLayers.Of(Architecture.Create("resnet8", new Shape(3, 32, 32), 10, seed: 1));

    [Theory]
    [InlineData("last", "dense9.weight dense9.bias")]
    [InlineData("last:2", "dense7.weight dense7.bias dense9.weight dense9.bias")]
    [InlineData("bias", "conv0.bias conv3.bias dense7.bias dense9.bias")]
    [InlineData("conv", "conv0.weight conv0.bias conv3.weight conv3.bias")]
    [InlineData("dense,-bias", "dense7.weight dense9.weight")]
    [InlineData("conv3", "conv3.weight conv3.bias")]
    [InlineData("*3*, dense9.bias", "conv3.weight conv3.bias dense9.bias")]
    [InlineData("-conv*", "dense7.weight dense7.bias dense9.weight dense9.bias")]
    [InlineData("all,-*.weight", "conv0.bias conv3.bias dense7.bias dense9.bias")]
    public void WordsStandForWeights(string text, string expected) =>
        Assert.Equal(expected.Split(' ').Order(StringComparer.Ordinal), LayerSelection.Parse(text).Resolve(LeNet).Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void NormalizationsBelongToTheLayerBeforeThem()
    {
        string[] chosen = [.. LayerSelection.Parse("last:2").Resolve(ResNet).Keys];
        Assert.Equal(5, chosen.Length);
        Assert.Contains(chosen, name => name.StartsWith("norm", StringComparison.Ordinal) && name.EndsWith(".bias", StringComparison.Ordinal));
        Assert.DoesNotContain(chosen, name => name.EndsWith(".mean", StringComparison.Ordinal));
    }

    [Fact]
    public void ChannelsAreRoundedUpAndBounded()
    {
        Dictionary<string, ChannelRange?> chosen = LayerSelection.Parse("conv3%30,dense7[10:50],dense9").Resolve(LeNet);
        Assert.Equal((0, 3), chosen["conv3.weight"]!.Value.In(8, "conv3"));
        Assert.Equal((10, 40), chosen["dense7.weight"]!.Value.In(400, "dense7"));
        Assert.Null(chosen["dense9.weight"]);
        Assert.Null(chosen["conv3.bias"]);
        EdgeException error = Assert.Throws<EdgeException>(() => chosen["dense7.weight"]!.Value.In(40, "dense7"));
        Assert.Contains("reads 40 channels", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UnknownNamesGiveOneErrorWithNearOnes()
    {
        EdgeException error = Assert.Throws<EdgeException>(() => LayerSelection.Parse("last,conv33,fc,-dens9").Resolve(LeNet));
        Assert.Equal(ErrorKind.Data, error.Kind);
        foreach (string part in (string[])["'conv33' (near: conv3", "'fc'", "'-dens9' (near: dense9", "4 layers with weights, the first is 'conv0', the last 'logits'"])
            Assert.Contains(part.Replace("'logits'", $"'{LeNet.All[^1].Name}'", StringComparison.Ordinal), error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" , ")]
    [InlineData("last:0")]
    [InlineData("last:x")]
    [InlineData("-conv%50")]
    public void WordsThatMeanNothingAreRefused(string text) =>
        Assert.Equal(ErrorKind.Data, Assert.Throws<EdgeException>(() => LayerSelection.Parse(text)).Kind);

    [Fact]
    public void LeavingEverythingOutIsRefused() =>
        Assert.Contains("leaves no weight", Assert.Throws<EdgeException>(() => LayerSelection.Parse("last,-all").Resolve(LeNet)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("*", "", true)]
    [InlineData("a*c", "abbc", true)]
    [InlineData("a*c", "abcb", false)]
    [InlineData("*b*", "abc", true)]
    [InlineData("**", "x", true)]
    [InlineData("", "x", false)]
    public void StarsStandForAnyCharacters(string pattern, string name, bool matches) => Assert.Equal(matches, NamePattern.Matches(pattern, name));
}
