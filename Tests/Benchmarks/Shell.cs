using System.Collections;
using System.Globalization;
using System.Runtime.InteropServices;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace ImgCompress.Benchmarks;

/// <summary>
/// Runs scripts and says what they took, as the kernel accounts for it (wait4): the class library keeps the memory of no process that has
/// ended. Linux and macOS.
/// </summary>
internal static unsafe partial class Shell
{
    /// <summary>The command of this program that <see cref="Measure"/> stands behind.</summary>
    public const string MeasureCommand = "measure";

    /// <summary>Two timevals, the peak, and thirteen more counts.</summary>
    private const int UsageLongs = 18;

    /// <summary>Whether a program is found on the path.</summary>
    public static bool Has(string program) => TryRun($"command -v {program}", out _);

    /// <exception cref="InvalidOperationException">The script failed; with what it wrote to stderr.</exception>
    public static Usage Run(string script) => TryRun(script, out var usage)
        ? usage
        : throw new InvalidOperationException($"failed: {script[..Math.Min(script.Length, 300)]}");

    /// <summary>Runs a script, whose output is dropped; false if it failed.</summary>
    /// <remarks>
    /// To Linux a process has been as large as the one that started it, so a fresh copy of this program starts the script.
    /// </remarks>
    public static bool TryRun(string script, out Usage usage)
    {
        var answer = Path.GetTempFileName();
        try
        {
            var copy = Quoted(Path.ChangeExtension(typeof(Shell).Assembly.Location, null));
            if (!TryRunHere($"{copy} {MeasureCommand} {Quoted(script)} >{Quoted(answer)}", out _))
            {
                throw new InvalidOperationException($"nothing was measured: {script[..Math.Min(script.Length, 300)]}");
            }

            var figures = File.ReadAllText(answer).Split(' ');
            usage = new(Number(figures[1]), Number(figures[2]), Number(figures[3]));
            return figures[0] == bool.TrueString;
        }
        finally
        {
            File.Delete(answer);
        }

        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
    }

    /// <summary>What the fresh copy does: runs the script, and writes whether it succeeded and what it took.</summary>
    public static void Measure(string script)
    {
        var succeeded = TryRunHere(script, out var usage);
        Console.Write($"{succeeded} {usage.Cpu} {usage.Wall} {usage.PeakMegabytes}");
    }

    /// <summary>As one word of a script.</summary>
    public static string Quoted(string word) => $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    private static bool TryRunHere(string script, out Usage usage)
    {
        string?[] arguments = ["sh", "-c", $"exec >/dev/null\n{script}", null];
        string?[] environment =
        [
            .. Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(variable => $"{variable.Key}={variable.Value}"),
            null,
        ];
        var start = TimeProvider.System.GetTimestamp();
        var error = Spawn(out var process, "/bin/sh", 0, 0, arguments, environment);
        if (error != 0)
        {
            throw new InvalidOperationException($"no shell: error {error}");
        }

        var figures = stackalloc long[UsageLongs];
        if (Wait(process, out var status, 0, figures) != process)
        {
            throw new InvalidOperationException($"a process was lost: error {Marshal.GetLastPInvokeError()}");
        }

        var cpu = figures[0] + figures[2] + ((figures[1] + figures[3]) / 1e6);
        var peak = figures[4] / (OperatingSystem.IsMacOS() ? 1024.0 * 1024 : 1024);
        usage = new(cpu, TimeProvider.System.GetElapsedTime(start).TotalSeconds, peak);
        return status == 0;
    }

    [LibraryImport("libc", EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Spawn(
        out int process, string path, nint actions, nint attributes, [In] string?[] arguments, [In] string?[] environment);

    [LibraryImport("libc", EntryPoint = "wait4", SetLastError = true)]
    private static partial int Wait(int process, out int status, int options, long* usage);
}
