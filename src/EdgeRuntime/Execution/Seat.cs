using System;
using System.Threading;

namespace EdgeRuntime.Execution;

/// <summary>Where one worker of a <see cref="WorkerPool"/> parks. Whoever takes the mark away owns the wake-up: it is never lost nor given twice.</summary>
internal sealed class Seat : IDisposable
{
    private readonly AutoResetEvent woken = new(false);
    private int marked;

    /// <summary>Says that the worker is about to sleep.</summary>
    public void Mark() => Interlocked.Exchange(ref marked, 1);

    /// <summary>Takes the mark back; false where somebody else took it, whose wake-up is then to be slept for.</summary>
    public bool Unmark() => Interlocked.Exchange(ref marked, 0) == 1;

    public void Sleep() => woken.WaitOne();

    public void Wake()
    {
        if (Volatile.Read(ref marked) == 1 && Unmark())
            woken.Set();
    }

    public void Dispose() => woken.Dispose();
}
