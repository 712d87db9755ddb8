using System;
using Devices.Imaging;
using Tests.Support;
using Xunit;

namespace Tests.Devices.Imaging;

public sealed class FrameAnnotatorTests
{
    [Fact]
    public void TheFrameBecomesColourAndTheBoxAndTextAreDrawnOverIt()
    {
        byte[] frame = new byte[80 * 60];
        frame.AsSpan().Fill(200);
        FrameAnnotator annotator = new(80, 60);
        annotator.Begin(frame);
        annotator.Mark(new PixelBox(20, 30, 30, 45), 7, 0.93f);
        Assert.Equal([200, 200, 200], annotator.Picture.Row(0)[..3].ToArray());
        Assert.Equal([0, 140, 60], annotator.Picture.Row(28).Slice(18 * 3, 3).ToArray());
        Assert.Equal([0, 140, 60], annotator.Picture.Row(47).Slice(32 * 3, 3).ToArray());
        Assert.Equal([200, 200, 200], annotator.Picture.Row(35).Slice(25 * 3, 3).ToArray());
        Assert.Equal(
            """
            #####      ###   ###  ##  #
                #     #   # #   # ##  #
               #      #   #     #    #
              #        ####   ##    #
             #            #     #  #
             #           #  #   # #  ##
             #         ##    ###  #  ##
            """,
            Drawn(annotator, 18, 18, 30, 7));
    }

    [Fact]
    public void MarksOutsideTheFrameAreCut()
    {
        FrameAnnotator annotator = new(32, 32);
        annotator.Mark(new PixelBox(-5, -5, 40, 40), 12, float.NaN);
        annotator.Mark(new PixelBox(int.MinValue / 4, 3, 5, 9), -1, 2f);
        Assert.Equal(32, annotator.Picture.Width);
    }

    [Fact]
    public void DrawingAllocatesNothing()
    {
        byte[] frame = new byte[80 * 60];
        FrameAnnotator annotator = new(80, 60);
        Allocations.None(1, () =>
        {
            annotator.Begin(frame);
            annotator.Mark(new PixelBox(20, 30, 30, 45), 7, 0.93f);
            annotator.Text("12 ? 7%", 2, 2, (1, 2, 3));
        });
    }

    private static string Drawn(FrameAnnotator annotator, int left, int top, int width, int height)
    {
        string[] rows = new string[height];
        for (int y = 0; y < height; y++)
        {
            char[] row = new char[width];
            for (int x = 0; x < width; x++)
                row[x] = annotator.Picture.Row(top + y)[(left + x) * 3] == 0 ? '#' : ' ';
            rows[y] = new string(row).TrimEnd();
        }
        return string.Join('\n', rows);
    }
}
