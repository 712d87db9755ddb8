using System;
using System.IO;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using EdgeRuntime.Data;
using EdgeRuntime.Data.Images;
using EdgeRuntime.Training;
using Tests.Support;
using Xunit;

namespace Tests.Cli.Report;

/// <summary>The pages of <c>--html</c>, whole.</summary>
public class ReportPageTests
{
    private const string Hostile = "<script>alert(1)<!-- &\"'";

    [Fact]
    public void APageOfATrainingHasAllChapters()
    {
        using TemporaryFolder folder = new();
        string page = Page(folder, "train", "lenet", "--data", "digits", "--limit", "64", "--epochs", "2", "--out", folder.At("a.onnx"));
        foreach (string chapter in (string[])["Training", "Confusion", "Classes", "ROC", "Calibration", "Worst mistakes", "Memory", "Settings"])
            Assert.Contains($"<h2>{chapter}</h2>", page);
        Assert.Contains("<dt>--seed</dt><dd>1</dd>", page);
        Assert.Contains("edge train lenet --data digits --limit 64", page);
        Assert.Contains("src=\"data:image/png;base64,", page);
        CheckWhole(page);
    }

    [Fact]
    public void AnAutoencoderIsShownByItsReconstructions()
    {
        using TemporaryFolder folder = new();
        string page = Page(folder, "train", "autoencoder", "--data", "digits", "--limit", "64", "--epochs", "1", "--out", folder.At("a.onnx"));
        Assert.Contains("<h2>Worst reconstructions</h2>", page);
        CheckWhole(page);
    }

    [Fact]
    public void PredictionsOfNumbersAreDrawnOverTheirTruths()
    {
        using TemporaryFolder folder = new();
        float[] inputs = new float[64], targets = new float[128]; // two targets: x and -2 x + 1
        for (int i = 0; i < inputs.Length; i++)
            (inputs[i], targets[2 * i], targets[(2 * i) + 1]) = (i / 64f, i / 64f, 1 - (i / 32f));
        NpyArray.Of(inputs, [64, 1]).Write(folder.At("set/x.npy"));
        NpyArray.Of(targets, [64, 2]).Write(folder.At("set/y.npy"));
        Architecture.FromJson("""{"name": "line", "input": [1], "layers": [{"type": "dense", "units": 2}]}""", seed: 1).Save(folder.At("line.onnx"));
        string page = Page(folder, "eval", folder.At("line.onnx"), "--data", $"npy:{folder.At("set")}");
        Assert.Contains("<h2>Predictions</h2>", page);
        Assert.Equal(128, Regex.Count(page, "<circle class=\"point\""));
        Assert.Contains("target 1", page);
        CheckWhole(page);
    }

    [Fact]
    public void NamesOutOfTheDataStayText()
    {
        using TemporaryFolder folder = new();
        for (int i = 0; i < 40; i++)
        {
            Image picture = new(12, 12, 1);
            picture.Pixels[i] = 255;
            Png.Write(folder.At($"set/{(i % 2 == 0 ? Hostile : "b")}/{i}.png"), picture);
        }

        string page = Page(folder, "train", "lenet", "--data", $"images:{folder.At("set")}", "--batch", "8", "--epochs", "1", "--out", folder.At("a.onnx"));
        Assert.DoesNotContain("<script", page);
        Assert.DoesNotContain("<!--", page);
        Assert.Contains("&lt;script&gt;alert(1)&lt;!-- &amp;&quot;&#39;", page);
        CheckWhole(page);
    }

    private static string Page(TemporaryFolder folder, params string[] args)
    {
        string file = folder.At("page.html");
        (int status, _, string log) = EdgeCommand.Run([.. args, "--html", file]);
        Assert.True(status == 0, log);
        return File.ReadAllText(file);
    }

    /// <summary>Pictures are well formed, numbers are numbers, and nothing points out of the file.</summary>
    private static void CheckWhole(string page)
    {
        MatchCollection pictures = Regex.Matches(page, "<svg.*?</svg>", RegexOptions.Singleline);
        Assert.True(pictures.Count >= 2);
        foreach (Match picture in pictures)
            Assert.NotNull(XElement.Parse(picture.Value));
        Assert.DoesNotContain("NaN", page);
        foreach (Match address in Regex.Matches(page, "(?:src|href)=\"([^\"]*)\"|url\\(([^)]*)\\)|@import"))
            Assert.StartsWith("data:", address.Groups[1].Value);
    }
}
