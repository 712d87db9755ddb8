using System;
using System.Collections.Generic;
using Devices.Streams;
using EdgeRuntime;
using Tests.Support;
using Xunit;

namespace Tests.Devices.Streams;

public sealed class SegmenterTests
{
    private static readonly SegmenterOptions Options = new()
    {
        OpenFactor = 10,
        CloseFactor = 4,
        LeastFloor = 1,
        FramesBefore = 2,
        FramesBehind = 1,
        QuietFrames = 4,
        LeastLoudFrames = 2,
        MostFrames = 12,
    };

    [Fact]
    public void ASegmentHasWhatIsBeforeAndBehindTheLoudFrames()
    {
        (List<int> frames, List<SegmentState> states) = Play(new Segmenter(1, Options), "....####......");
        Assert.Equal([2, 3, 4, 5, 6, 7, 8], frames);
        Assert.Equal(SegmentState.Began, states[4]);
        Assert.Equal(SegmentState.Ended, states[11]);
        Assert.Equal(SegmentState.Quiet, states[12]);
    }

    [Fact]
    public void AShortPauseBelongsToTheSegmentAndNoFrameIsGivenTwice()
    {
        (List<int> frames, List<SegmentState> states) = Play(new Segmenter(1, Options), "...##...##.....");
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], frames);
        Assert.Single(states, SegmentState.Began);
        Assert.Single(states, SegmentState.Ended);
    }

    [Fact]
    public void FramesOfOneSegmentAreNotGivenAgainBeforeTheNext()
    {
        (List<int> frames, List<SegmentState> states) = Play(new Segmenter(1, Options with { FramesBehind = 4, FramesBefore = 6 }), "##....##.....");
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], frames);
        Assert.Equal(2, states.FindAll(state => state == SegmentState.Ended).Count);
    }

    [Fact]
    public void AClickIsDropped()
    {
        (_, List<SegmentState> states) = Play(new Segmenter(1, Options), "....#.........");
        Assert.Single(states, SegmentState.Dropped);
        Assert.DoesNotContain(SegmentState.Ended, states);
    }

    [Fact]
    public void ANoiseThatStaysIsEndedAndBecomesTheFloor()
    {
        Segmenter segmenter = new(1, Options);
        (List<int> frames, List<SegmentState> states) = Play(segmenter, "..." + new string('#', 60));
        Assert.Equal(12, frames.Count);
        Assert.Single(states, SegmentState.Ended);
        Assert.Equal(100, segmenter.Floor, 1e-3);
    }

    [Fact]
    public void WhatIsFaintGoesOnWithASegmentButBeginsNone()
    {
        (_, List<SegmentState> faint) = Play(new Segmenter(1, Options with { FloorWeight = 0 }), "..++++++......");
        Assert.All(faint, state => Assert.Equal(SegmentState.Quiet, state));
        (List<int> frames, _) = Play(new Segmenter(1, Options), "..#++++.......");
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], frames);
    }

    [Fact]
    public void WhatIsFaintBesideThePeakIsNoPartOfASegment()
    {
        (List<int> frames, _) = Play(new Segmenter(1, Options with { PeakPart = 0.1f }), "..###++++.......");
        Assert.Equal([0, 1, 2, 3, 4, 5], frames);
    }

    [Fact]
    public void APushAllocatesNothing()
    {
        Segmenter segmenter = new(3, Options);
        float[] frame = [1, 2, 3];
        int i = 0;
        Allocations.None(200, () => segmenter.Push(frame, i++ % 20 < 8 ? 100 : 0.5f), "The segmenter");
    }

    [Fact]
    public void WhatMakesNoSenseIsRefused()
    {
        Assert.Equal(ErrorKind.Data, Assert.Throws<EdgeException>(() => new Segmenter(0, Options)).Kind);
        Assert.Equal(ErrorKind.Data, Assert.Throws<EdgeException>(() => new Segmenter(1, Options with { CloseFactor = 11 })).Kind);
        Assert.Equal(ErrorKind.Data, Assert.Throws<EdgeException>(() => new Segmenter(1, Options with { FramesBehind = 5 })).Kind);
        Segmenter segmenter = new(2, Options);
        Assert.Equal(ErrorKind.Data, Assert.Throws<EdgeException>(() => segmenter.Push([1], 1)).Kind);
        Assert.Equal(ErrorKind.Data, Assert.Throws<EdgeException>(() => segmenter.Push([1, 2], float.NaN)).Kind);
        Assert.Throws<ArgumentOutOfRangeException>(() => segmenter.Frame(0));
    }

    // '.' is a level of 0.5, '+' of 5, '#' of 100; a frame holds its own number.
    private static (List<int> Frames, List<SegmentState> States) Play(Segmenter segmenter, string levels)
    {
        List<int> frames = [];
        List<SegmentState> states = [];
        for (int i = 0; i < levels.Length; i++)
        {
            states.Add(segmenter.Push([i], levels[i] switch { '#' => 100, '+' => 5, _ => 0.5f }));
            for (int k = 0; k < segmenter.Count; k++)
                frames.Add((int)segmenter.Frame(k)[0]);
        }
        return (frames, states);
    }
}
