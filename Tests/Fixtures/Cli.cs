using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace ImgCompress.Tests.Fixtures;

/// <summary>The program as a user starts it: a process of its own.</summary>
internal static class Cli
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "img-compress.dll");
    private static readonly string Worker = Path.Combine(AppContext.BaseDirectory, "img-compress-worker.dll");

    /// <summary>Who the program runs as where a test needs somebody without root's powers; null where the tests run without them anyway.</summary>
    private const string Nobody = "65534";

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

    /// <summary>Runs it as somebody whom permissions bind, giving them <paramref name="directory"/> first.</summary>
    public static async Task<CliResult> RunUnprivilegedAsync(string directory, params string[] arguments)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return await RunAsync(arguments);
        }

        Assert.SkipUnless(File.Exists("/usr/bin/setpriv"), "the tests run as root, and setpriv, to run without its powers, is missing");
        using (var chown = Process.Start("chown", ["-R", $"{Nobody}:{Nobody}", directory]))
        {
            await chown.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        using var process = Start(
            "/usr/bin/setpriv",
            ["--reuid", Nobody, "--regid", Nobody, "--clear-groups", Dotnet(), Program, .. arguments]);
        return await EndAsync(process);
    }

    public static Process Start(params string[] arguments) => Start(Dotnet(), [Program, .. arguments]);

    /// <summary>With variables set in its environment.</summary>
    public static Process Start(IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        Start(Dotnet(), [Program, .. arguments], environment);

    /// <summary>The worker, as it runs outside of Lambda.</summary>
    public static Process StartWorker(IReadOnlyDictionary<string, string> environment) => Start(Dotnet(), [Worker], environment);

    /// <summary>Reads a process's output to its end.</summary>
    public static async Task<CliResult> EndAsync(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new(process.ExitCode, await output, await error);
    }

    /// <summary>The program and its arguments, as an operating system takes them.</summary>
    public static IEnumerable<string> CommandLine(params string[] arguments) => [Dotnet(), Program, .. arguments];

    /// <summary>Starts any program in the environment of these tests.</summary>
    public static Process Start(string file, string[] arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
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

    private static string Dotnet() => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
}

/// <param name="ExitCode">What the process answered.</param>
/// <param name="Output">Stdout.</param>
/// <param name="Error">Stderr.</param>
internal sealed record CliResult(int ExitCode, string Output, string Error)
{
    /// <summary>Stdout as JSON.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;
}
