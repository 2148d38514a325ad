using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ImgCompress.Tests.Fixtures.Programs;

/// <summary>Signals to a process, sent at once; one that has ended already gets none.</summary>
internal static partial class Signals
{
    private const int SigInt = 2;
    private const int SigTerm = 15;

    /// <summary>As Ctrl-C does.</summary>
    public static void Interrupt(Process process) => Send(process, SigInt);

    /// <summary>As a system does that shuts down.</summary>
    public static void Terminate(Process process) => Send(process, SigTerm);

    private static void Send(Process process, int signal)
    {
        if (!process.HasExited)
        {
            _ = Kill(process.Id, signal);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);
}
