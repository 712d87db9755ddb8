using System;
using EdgeRuntime;
using EdgeRuntime.Data.Images;

namespace Devices.Imaging;

/// <summary>Draws what was recognised into a colour copy of a frame, for a PNG. Drawing allocates nothing; the picture is made once.</summary>
public sealed class FrameAnnotator
{
    private const int TextGap = 2, SpaceWidth = 4;

    /// <summary>An annotator for frames of one size.</summary>
    /// <exception cref="EdgeException">Kind Data: the size is outside the limits of a picture.</exception>
    public FrameAnnotator(int width, int height) => Picture = new Image(width, height, 3);

    /// <summary>The frame with what was drawn into it, RGB.</summary>
    public Image Picture { get; }

    /// <summary>Starts anew from a grey frame, [Height, Width].</summary>
    public void Begin(ReadOnlySpan<byte> frame)
    {
        Span<byte> pixels = Picture.Pixels;
        ArgumentOutOfRangeException.ThrowIfLessThan(frame.Length, pixels.Length / 3);
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = frame[i / 3];
    }

    /// <summary>Draws a box, and above it the digit and its probability in percent; green when sure, red when not.</summary>
    /// <param name="box">The box of the digit.</param>
    /// <param name="label">0 to 9.</param>
    /// <param name="probability">0 to 1.</param>
    public void Mark(PixelBox box, int label, float probability)
    {
        (byte Red, byte Green, byte Blue) colour = probability >= 0.8f ? ((byte)0, (byte)140, (byte)60) : ((byte)210, (byte)40, (byte)30);
        Frame(new PixelBox(box.Left - 2, box.Top - 2, box.Right + 2, box.Bottom + 2), colour);
        int percent = (int)((Math.Clamp(probability, 0f, 1f) * 100f) + 0.5f);
        Span<char> text = [Digit(Math.Clamp(label, 0, 9)), ' ', '1', '0', '0', '%'];
        if (percent < 100)
            text = percent < 10 ? [text[0], ' ', Digit(percent), '%'] : [text[0], ' ', Digit(percent / 10), Digit(percent % 10), '%'];
        int top = box.Top - 3 - TextGap - TinyFont.Height;
        Text(text, box.Left - 2, top >= 0 ? top : box.Bottom + 3 + TextGap, colour);
    }

    /// <summary>Writes a line of digits and the signs <c>% . ? -</c> and space, 7 pixels high.</summary>
    public void Text(ReadOnlySpan<char> text, int left, int top, (byte Red, byte Green, byte Blue) colour)
    {
        foreach (char sign in text)
        {
            for (int i = 0; i < TinyFont.Width * TinyFont.Height; i++)
            {
                if (TinyFont.IsInk(sign, i % TinyFont.Width, i / TinyFont.Width))
                    Set(left + (i % TinyFont.Width), top + (i / TinyFont.Width), colour);
            }
            left += sign == ' ' ? SpaceWidth : TinyFont.Width + 1;
        }
    }

    private static char Digit(int value) => (char)('0' + value);

    private void Frame(PixelBox box, (byte Red, byte Green, byte Blue) colour)
    {
        for (int x = Math.Max(0, box.Left); x <= Math.Min(Picture.Width - 1, box.Right); x++)
        {
            Set(x, box.Top, colour);
            Set(x, box.Bottom, colour);
        }
        for (int y = Math.Max(0, box.Top); y <= Math.Min(Picture.Height - 1, box.Bottom); y++)
        {
            Set(box.Left, y, colour);
            Set(box.Right, y, colour);
        }
    }

    private void Set(int x, int y, (byte Red, byte Green, byte Blue) colour)
    {
        if (x < 0 || y < 0 || x >= Picture.Width || y >= Picture.Height)
            return;
        Span<byte> pixel = Picture.Row(y).Slice(x * 3, 3);
        (pixel[0], pixel[1], pixel[2]) = colour;
    }
}
