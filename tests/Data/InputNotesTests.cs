using System;
using System.Collections.Generic;
using EdgeRuntime;
using EdgeRuntime.Data;
using EdgeRuntime.Random;
using Xunit;

namespace Tests.Data;

public sealed class InputNotesTests
{
    [Fact]
    public void APreparationComesBackAsItWasWritten()
    {
        DataOptions options = new() { Text = ColumnEncoding.OneHot, Missing = MissingValues.Mean, Scaling = FeatureScaling.Standard, Mean = 0.1f };
        Dataset table = CsvDataset.Parse(new DataSpec("csv", "t.csv", null), "\"w \"\"mm\"\"\",\"Farbe\nü\",k\n0.1,rot,a\n,grün,b\n0.7,rot,b\n", options);
        Preparation fitted = Preparation.Fit(table, options);
        Dictionary<string, string> notes = [];
        InputNotes.Write(notes, options, ["a", "b"], fitted);
        DataOptions read = InputNotes.Scaling(notes)!;
        Assert.Equal(0.1f, read.Mean);
        Preparation again = read.Preparation!;
        Assert.Equal(fitted.Columns.Count, again.Columns.Count);
        for (int i = 0; i < fitted.Columns.Count; i++)
        {
            Assert.Equal((fitted.Columns[i].Name, fitted.Columns[i].Encoding), (again.Columns[i].Name, again.Columns[i].Encoding));
            Assert.Equal(fitted.Columns[i].Categories, again.Columns[i].Categories);
        }

        Assert.Equal("k", again.ClassColumn);
        Assert.Equal(fitted.Fills, again.Fills);
        Assert.Equal(fitted.Subtracted, again.Subtracted);
        Assert.Equal(fitted.Divisors, again.Divisors);
        Assert.Equal(DatasetTests.Values(fitted.Apply(table)), DatasetTests.Values(again.Apply(table)));
    }

    [Fact]
    public void NotesOfAnEarlierTrainingDoNotStay()
    {
        Dictionary<string, string> notes = new() { ["edge.prepare"] = "{}" };
        InputNotes.Write(notes, new DataOptions(), []);
        Assert.Null(InputNotes.Scaling(notes)!.Preparation);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"fill\":[1],\"subtract\":[1,2],\"divide\":[1,2]}")]
    [InlineData("{\"subtract\":[1,2]}")]
    [InlineData("{\"subtract\":[1],\"divide\":[0]}")]
    [InlineData("{\"subtract\":[1],\"divide\":[\"1\"]}")]
    [InlineData("{\"subtract\":[1e99],\"divide\":[1]}")]
    [InlineData("{\"columns\":[{\"name\":\"a\"}],\"subtract\":[1,1],\"divide\":[1,1]}")]
    [InlineData("{\"columns\":[{\"name\":\"a\",\"onehot\":[]}]}")]
    [InlineData("{\"columns\":[{\"name\":\"a\",\"label\":[\"b\",\"a\"]}]}")]
    [InlineData("{\"columns\":[{\"name\":null}]}")]
    [InlineData("{\"columns\":3}")]
    public void NotesThatDoNotFitTogetherAreRefused(string note)
    {
        Dictionary<string, string> notes = [];
        InputNotes.Write(notes, new DataOptions(), []);
        notes["edge.prepare"] = note;
        EdgeException error = Assert.Throws<EdgeException>(() => InputNotes.Scaling(notes));
        Assert.Equal(ErrorKind.Format, error.Kind);
        Assert.Contains("note of how its samples are prepared", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MutatedNotesNeverCrash()
    {
        const string Note = "{\"columns\":[{\"name\":\"w\"},{\"name\":\"c\",\"onehot\":[\"a\",\"b\"]}],\"class\":\"k\",\"targets\":[\"t\"],\"fill\":[1,0,1],\"subtract\":[1.5,0,0],\"divide\":[2,1,1]}";
        CounterRandom random = new(5, 5);
        int refused = 0;
        for (ulong round = 0; round < 2000; round++)
        {
            char[] text = Note.ToCharArray();
            for (ulong i = 0; i <= random.UInt32((round * 16) + 15) % 3; i++)
                text[random.Below(text.Length, (round * 16) + i)] = Note[random.Below(Note.Length, (round * 16) + 4 + i)];
            try
            {
                PreparationNote.Read(new string(text));
            }
            catch (EdgeException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 500, 1999);
    }
}
