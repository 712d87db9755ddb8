using System;
using System.IO;
using EdgeRuntime;
using EdgeRuntime.Data.Digits;
using EdgeRuntime.Data.Images;

namespace Devices.Imaging;

/// <summary>The PNG, PGM and PPM files of a folder in ordinal order, each scaled to the size of the source.</summary>
public sealed class FolderSource : IFrameSource
{
    private readonly string[] _files;
    private int _next;

    /// <summary>The pictures of a folder, without the folders in it.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="width">Pixels in a row; 0 takes the first picture's.</param>
    /// <param name="height">Rows; 0 takes the first picture's.</param>
    /// <exception cref="EdgeException">Kind Data: there is no folder or no picture; Format: the first picture is corrupt.</exception>
    public FolderSource(string folder, int width = 0, int height = 0)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (!Directory.Exists(folder))
            Throw.Data($"Frames from '{folder}': the folder does not exist.");
        _files = Array.FindAll(Directory.GetFiles(folder), ImageFile.HasPictureName);
        Array.Sort(_files, StringComparer.Ordinal);
        if (_files.Length == 0)
            Throw.Data($"Frames from '{folder}': there is no .png, .pgm or .ppm file in it.");
        (Width, Height) = (width, height);
        if (width <= 0 || height <= 0)
        {
            Image first = ImageFile.Read(_files[0]);
            (Width, Height) = (width > 0 ? width : first.Width, height > 0 ? height : first.Height);
        }
    }

    /// <inheritdoc/>
    public int Width { get; }

    /// <inheritdoc/>
    public int Height { get; }

    /// <inheritdoc/>
    public string FrameName => _next == 0 ? "" : Path.GetFileName(_files[_next - 1]);

    /// <inheritdoc/>
    public ReadOnlySpan<PageDigit> Truth => [];

    /// <inheritdoc/>
    public bool KnowsTruth => false;

    /// <inheritdoc/>
    public bool Read(Span<byte> frame)
    {
        if (_next == _files.Length)
            return false;
        Image image = ImageFile.Read(_files[_next++]).WithChannels(1);
        ImageScale.To(image, Width, Height).Pixels.CopyTo(frame);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
