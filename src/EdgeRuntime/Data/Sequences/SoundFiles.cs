using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;

namespace EdgeRuntime.Data.Sequences;

/// <summary>
/// What the names of sounds say. In folders a class, the folder is the class and what stands before the first <c>_</c> of the name the group.
/// In one folder, names are <c>label_group_index.wav</c>: label is the class, group who speaks (names may end before them).
/// Folders <c>train</c>, <c>val</c> and <c>test</c> at the top are parts; where all names of one folder are numbered, with numbers on both sides of
/// 5, those below 5 are the part to test with (the convention of the free spoken digit dataset); else parts are random shares of each class.
/// </summary>
internal static class SoundFiles
{
    private const int FirstToTrain = 5;

    private static readonly string[] s_parts = ["train", "val", "test"];

    /// <summary>The sounds among all files of a set, in the order of their names.</summary>
    public static List<SoundFile> List(IReadOnlyCollection<string> names)
    {
        List<string[]> paths = [];
        List<string> sounds = [];
        foreach (string name in names)
        {
            if (!name.EndsWith(".wav", StringComparison.OrdinalIgnoreCase))
                continue;
            sounds.Add(name);
            paths.Add(name.Split('/'));
        }
        bool hasParts = paths.Count > 0 && paths.TrueForAll(path => path.Length > 1 && Array.IndexOf(s_parts, path[0]) >= 0);
        HashSet<string> folders = [];
        foreach (string[] path in paths)
            folders.Add(FolderOf(path, hasParts));
        bool inClasses = folders.Count > 1;
        bool isNumbered = !inClasses && !hasParts && IsNumbered(paths);
        List<SoundFile> files = [];
        for (int i = 0; i < sounds.Count; i++)
        {
            string[] path = paths[i], words = Words(path);
            Split? part = hasParts ? (Split)(1 + Array.IndexOf(s_parts, path[0])) : isNumbered ? IndexOf(words) < FirstToTrain ? Split.Test : Split.Train : null;
            files.Add(inClasses
                ? new SoundFile(sounds[i], FolderOf(path, hasParts), words.Length > 1 ? words[0] : null, part, isNumbered)
                : new SoundFile(sounds[i], words[0], words.Length > 1 ? words[1] : null, part, isNumbered));
        }
        return files;
    }

    /// <summary>Whether the files themselves have this part.</summary>
    public static bool HasPart(string path, Split part)
    {
        if (!Directory.Exists(path) && !File.Exists(path))
            return false; // opening says so
        using FileTree tree = FileTree.Open(path, $"Data 'wav:{path}'");
        return List(tree.Names).Exists(file => file.Part == part);
    }

    private static string FolderOf(string[] path, bool hasParts) => path.Length > (hasParts ? 2 : 1) ? path[^2] : "";

    private static string[] Words(string[] path) => Path.GetFileNameWithoutExtension(path[^1]).Split('_');

    private static int IndexOf(string[] words) =>
        words.Length == 3 && words[1].Length > 0 && int.TryParse(words[2], NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? index : -1;

    private static bool IsNumbered(List<string[]> paths)
    {
        bool below = false, above = false;
        foreach (string[] path in paths)
        {
            int index = IndexOf(Words(path));
            if (index < 0)
                return false;
            below |= index < FirstToTrain;
            above |= index >= FirstToTrain;
        }
        return below && above;
    }
}
