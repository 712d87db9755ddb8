using System;
using System.CommandLine;

namespace EdgeCli;

/// <summary>One verb of the command: its arguments, its examples and what it does.</summary>
internal abstract class Verb(string name, string description, params string[] examples) : Command(name, description)
{
    /// <summary>Command lines without the leading <c>edge</c>, shown by <c>--help</c>.</summary>
    public string[] Examples { get; } = examples;

    /// <summary>Does the work and gives the exit status.</summary>
    public abstract int Run(Context context);
}

/// <summary>The command line asks for something that does not go together: exit status 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
