using System;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace EdgeRuntime;

/// <summary>Every throw of the runtime, so that kernels and checks stay small.</summary>
[StackTraceHidden]
internal static class Throw
{
    [DoesNotReturn]
    public static void Format(string message, Exception? inner = null) => throw new EdgeException(ErrorKind.Format, message, inner);

    [DoesNotReturn]
    public static void Shape(string message) => throw new EdgeException(ErrorKind.Shape, message);

    [DoesNotReturn]
    public static void Memory(string message) => throw new EdgeException(ErrorKind.Memory, message);

    [DoesNotReturn]
    public static void Unsupported(string message) => throw new EdgeException(ErrorKind.Unsupported, message);

    [DoesNotReturn]
    public static void Data(string message, Exception? inner = null) => throw new EdgeException(ErrorKind.Data, message, inner);

    [DoesNotReturn]
    public static void Device(string message, Exception? inner = null) => throw new EdgeException(ErrorKind.Device, message, inner);

    [DoesNotReturn]
    public static void Disposed(string what) => throw new ObjectDisposedException(what);
}
