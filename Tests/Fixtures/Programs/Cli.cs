using System.Diagnostics;
using System.Runtime.InteropServices;
using ImgCompress.Lambda;
using Xunit;

namespace ImgCompress.Tests.Fixtures.Programs;

/// <summary>The program as a user starts it: a process of its own.</summary>
internal static class Cli
{
    private const string Program = "img-compress.dll";
    private const string Worker = "img-compress-worker.dll";

    /// <summary>What the name of each setting begins with.</summary>
    private const string SettingsPrefix = "IMG_COMPRESS_";

    private static readonly Lazy<Task<bool>> EnvResetsSignals = new(async () =>
    {
        using var process = Start("env", ["--default-signal=INT", "true"]);
        return (await EndAsync(process)).ExitCode == 0;
    });

    /// <summary>What runs the programs: the host that runs the tests.</summary>
    public static string Dotnet { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH")
        ?? Path.GetFullPath($"../../../dotnet{(OperatingSystem.IsWindows() ? ".exe" : "")}", RuntimeEnvironment.GetRuntimeDirectory());

    public static async Task<CliResult> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        return await EndAsync(process);
    }

    /// <summary>With variables set in its environment.</summary>
    public static async Task<CliResult> RunAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        using var process = Start(environment, arguments);
        return await EndAsync(process);
    }

    public static Process Start(params string[] arguments) => Start(Dotnet, CommandLine(arguments)[1..]);

    /// <summary>With variables set in its environment.</summary>
    public static Process Start(IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        Start(Dotnet, CommandLine(arguments)[1..], environment);

    /// <summary>One that a Ctrl-C ends.</summary>
    public static async Task<Process> StartInterruptibleAsync(params string[] arguments)
    {
        var command = await InterruptibleCommandLineAsync(arguments);
        return Start(command[0], command[1..]);
    }

    /// <summary>The worker, as it runs outside of Lambda.</summary>
    public static Process StartWorker(IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        Start(Dotnet, [InBuild(Worker), .. arguments], environment);

    /// <summary>Reads a process's output to its end.</summary>
    public static async Task<CliResult> EndAsync(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new(process.ExitCode, await output, await error);
    }

    /// <summary>The program and its arguments, as an operating system takes them.</summary>
    /// <param name="arguments">Of the program.</param>
    /// <param name="build">The directory of its files; null: that of the tests.</param>
    public static string[] CommandLine(string[] arguments, string? build = null) =>
        [Dotnet, build is null ? InBuild(Program) : Path.Combine(build, Program), .. arguments];

    /// <summary>The worker, as an operating system takes it.</summary>
    public static string[] WorkerCommandLine() => [Dotnet, InBuild(Worker)];

    /// <summary>
    /// The program with SIGINT at its default. The background jobs of a shell, and what <c>nohup</c> starts, ignore that signal and hand
    /// this on to all that they start in turn. Skips the test where the system has nothing to undo that with.
    /// </summary>
    public static async Task<string[]> InterruptibleCommandLineAsync(params string[] arguments)
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && await EnvResetsSignals.Value,
            "env (coreutils 8.31), which starts a program with SIGINT at its default, is missing");
        return ["env", "--default-signal=INT", .. CommandLine(arguments)];
    }

    /// <summary>Starts any program in the environment of these tests, without the settings of the programs that it may hold.</summary>
    public static Process Start(string file, string[] arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        foreach (var setting in start.Environment.Keys.Where(IsSetting).ToList())
        {
            start.Environment.Remove(setting);
        }

        start.Environment["NO_COLOR"] = "1";
        start.Environment["DOTNET_TieredPGO"] = "0";

        // A killed process would leave the pipes of its debugger and profiler behind.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["HOME"] = Path.GetTempPath();
        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static bool IsSetting(string name) =>
        name.StartsWith(SettingsPrefix, StringComparison.Ordinal) || name == LambdaEnvironment.RuntimeApiName;

    private static string InBuild(string program) => Path.Combine(AppContext.BaseDirectory, program);
}
