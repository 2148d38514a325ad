using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ImgCompress.Tests.Fixtures.Programs;

/// <summary>Signals to a process, sent at once; one that has ended already gets none.</summary>
internal static partial class Signals
{
    private const int SigInt = 2;
    private const int SigTerm = 15;

    // On Linux; elsewhere they have other numbers.
    private const int SigCont = 18;
    private const int SigStop = 19;

    /// <summary>As Ctrl-C does.</summary>
    public static void Interrupt(Process process) => Send(process, SigInt);

    /// <summary>As a system does that shuts down.</summary>
    public static void Terminate(Process process) => Send(process, SigTerm);

    /// <summary>Nothing of it goes on until <see cref="Continue"/>.</summary>
    public static void Stop(Process process) => Send(process, SigStop);

    public static void Continue(Process process) => Send(process, SigCont);

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
