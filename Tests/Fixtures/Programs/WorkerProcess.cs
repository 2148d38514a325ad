using System.Diagnostics;
using Xunit;

namespace ImgCompress.Tests.Fixtures.Programs;

/// <summary>The worker's executable in a process of its own, with the settings that a test gives it and no others.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private readonly Process _process;

    public WorkerProcess(Process process) => _process = process;

    public static WorkerProcess Start(IReadOnlyDictionary<string, string> settings, params string[] arguments) =>
        new(Cli.StartWorker(settings, arguments));

    /// <summary>Reads its log up to the line that holds <paramref name="text"/>, and returns that; null where there is none.</summary>
    public async Task<string?> ReadLineAsync(string text)
    {
        while (await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return line;
            }
        }

        return null;
    }

    public void Terminate() => Signals.Terminate(_process);

    /// <summary>Waits for its end; what was read of its log before is not in the output.</summary>
    public Task<CliResult> EndAsync() => Cli.EndAsync(_process);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
