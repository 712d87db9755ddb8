using System;
using System.Runtime.InteropServices;

namespace EdgeRuntime.Memory;

/// <summary>The one block of memory of a session, 64-byte aligned and zeroed; it never grows.</summary>
internal sealed unsafe class Arena : SafeHandle
{
    public Arena(long bytes)
        : base(0, ownsHandle: true)
    {
        long available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (bytes > available)
            Throw.Memory($"The model needs {bytes} bytes of memory, this machine has {available}: use a smaller input or batch.");
        Bytes = bytes;
        try
        {
            // Zeroed by the system page by page when it is touched, so that a plan of gigabytes is made at once.
            SetHandle((nint)NativeMemory.AllocZeroed((nuint)bytes + ArenaPlanner.Alignment));
        }
        catch (OutOfMemoryException)
        {
            Throw.Memory($"The model needs {bytes} bytes of memory and the system did not give them: use a smaller input or batch.");
        }
    }

    public long Bytes { get; }

    public byte* Start => (byte*)ArenaPlanner.Align(handle);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        NativeMemory.Free((void*)handle);
        return true;
    }
}
