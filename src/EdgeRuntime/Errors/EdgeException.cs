using System;

namespace EdgeRuntime;

/// <summary>What went wrong, so that a program can decide without reading the message.</summary>
public enum ErrorKind
{
    /// <summary>A file is not what it claims to be: truncated, corrupt or contradicting itself.</summary>
    Format,

    /// <summary>Shapes or element types do not fit together.</summary>
    Shape,

    /// <summary>A byte budget is too small, or the machine has too little memory.</summary>
    Memory,

    /// <summary>The model or request is valid, but Edge does not do it.</summary>
    Unsupported,

    /// <summary>Data or an argument is missing, out of range or not finite.</summary>
    Data,

    /// <summary>A device is missing, busy or failing.</summary>
    Device,
}

/// <summary>The one exception type of Edge: its message names the place, what came, what was expected and what to do.</summary>
/// <param name="kind">What went wrong.</param>
/// <param name="message">One line for a person.</param>
/// <param name="inner">The cause, where there is one.</param>
public sealed class EdgeException(ErrorKind kind, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What went wrong.</summary>
    public ErrorKind Kind { get; } = kind;
}
