using System;

namespace EdgeRuntime.Data.Images;

/// <summary>Picture files of any kind that Edge reads, told apart by their first bytes and never by their name.</summary>
internal static class ImageFile
{
    /// <summary>Reads a PNG, PGM or PPM file.</summary>
    /// <exception cref="EdgeException">Kind Data: the file cannot be read; Format: it is corrupt; Unsupported: it is of another kind.</exception>
    public static Image Read(string path) => Decode(BoundedRead.File(path), path);

    /// <summary>Decodes the bytes of a PNG, PGM or PPM file.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="name">What error messages call it.</param>
    /// <exception cref="EdgeException">Kind Format: it is corrupt; Unsupported: it is of another kind.</exception>
    public static Image Decode(byte[] file, string name)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (Png.IsPng(file))
            return Png.Decode(file, name);
        if (Pnm.IsPnm(file))
            return Pnm.Decode(file, name);
        Throw.Unsupported($"'{name}' is neither PNG nor PGM/PPM (first bytes {Convert.ToHexString(file.AsSpan(0, Math.Min(8, file.Length)))}). Convert it to PNG.");
        return null!;
    }

    /// <summary>Whether a file of this name is taken from a folder of pictures.</summary>
    public static bool HasPictureName(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        foreach (string ending in (ReadOnlySpan<string>)[".png", ".pgm", ".ppm", ".pnm"])
        {
            if (path.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }
}
