using System;
using System.Collections.Generic;
using System.Globalization;
using EdgeRuntime;

namespace Devices;

/// <summary>
/// What every small program for a board does with its command line: options and their values, help, one line where something is wrong.
/// The usage says which options there are: <c>[--frames N]</c> takes a value, <c>[--paced]</c> takes none.
/// </summary>
public sealed class BoardProgram
{
    private readonly Dictionary<string, string?> _given = [];

    private BoardProgram()
    {
    }

    /// <summary>Runs a program: 0 and what it gives, 1 where a model, data or device is at fault, 2 where the command line is.</summary>
    /// <param name="usage">The name of the program, then its options in brackets.</param>
    /// <param name="args">The command line.</param>
    /// <param name="run">The program; gives the exit status.</param>
    public static int Run(string usage, string[] args, Func<BoardProgram, int> run)
    {
        ArgumentNullException.ThrowIfNull(usage);
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(run);
        string name = usage.Split(' ')[0];
        if (args is ["--help" or "-h", ..])
        {
            Console.WriteLine($"usage: {usage}");
            return 0;
        }
        try
        {
            BoardProgram program = new();
            program.Read(usage, args);
            return run(program);
        }
        catch (ArgumentException e)
        {
            Console.Error.WriteLine($"{name}: {e.Message}\nusage: {usage}");
            return 2;
        }
        catch (EdgeException e)
        {
            Console.Error.WriteLine($"{name}: {e.Message}");
            return 1;
        }
    }

    /// <summary>Whether an option is given.</summary>
    /// <param name="option">Its name.</param>
    public bool Has(string option) => _given.ContainsKey(option);

    /// <summary>The value of an option; null where it is not given.</summary>
    /// <param name="option">Its name.</param>
    public string? Text(string option) => _given.GetValueOrDefault(option);

    /// <summary>The value of an option that is a whole number from 1 on.</summary>
    /// <param name="option">Its name.</param>
    /// <param name="usual">The value where it is not given.</param>
    /// <exception cref="ArgumentException">It is no such number.</exception>
    public int Number(string option, int usual)
    {
        if (Text(option) is not { } text)
            return usual;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            ? number
            : throw new ArgumentException($"{option} must be a whole number from 1 on, got '{text}'.");
    }

    private void Read(string usage, string[] args)
    {
        for (int i = 0; i < args.Length; i++)
        {
            if (!args[i].Contains(' ', StringComparison.Ordinal) && usage.Contains($"[{args[i]}]", StringComparison.Ordinal))
            {
                _given[args[i]] = null;
                continue;
            }
            if (!args[i].StartsWith("--", StringComparison.Ordinal) || !usage.Contains($"[{args[i]} ", StringComparison.Ordinal))
                throw new ArgumentException($"'{args[i]}' is not known.");
            if (i + 1 == args.Length || args[i + 1].Length == 0)
                throw new ArgumentException($"{args[i]} needs a value.");
            _given[args[i]] = args[++i];
        }
    }
}
