using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Programs;
using Xunit;

namespace ImgCompress.Tests.Enqueuer;

/// <summary>
/// What a command tells somebody is on the disk before it tells it, so that no power failure takes it back: nothing has been written to the
/// ledger's log that was not flushed when the answer is written. strace watches the real process.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class AnswersThatAreFlushed
{
    private const string Strace = "/usr/bin/strace";

    [Fact]
    public async Task AreThoseOfCommandsThatChangeAJob()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists(Strace), "strace, which sees what is flushed, is missing");
        using var directory = new TemporaryDirectory();
        using var log = new TemporaryDirectory();
        directory.Write("a.png", Png.Noise(64, 48));

        foreach (var (command, answer) in new[]
        {
            ("submit", "1 file in the job"), ("pause", "is paused"), ("resume", "goes on;"), ("cancel", "is cancelled"),
        })
        {
            using var process = Cli.Start(
                Strace,
                [
                    "--follow-forks", "--decode-fds=path", "--string-limit=200", "--trace=write,pwrite64,fsync,fdatasync",
                    $"--output={log.At(command)}", .. Cli.CommandLine([command, directory.Path]),
                ]);
            var run = await Cli.EndAsync(process);

            Assert.SkipWhen(run.Error.StartsWith("strace:", StringComparison.Ordinal), $"strace may not trace here: {run.Error}");
            Assert.Equal((0, command), (run.ExitCode, command));
            Assert.Equal((true, command), (IsFlushedBefore(File.ReadLines(log.At(command)), answer), command));
        }
    }

    /// <summary>Whether the ledger's log was written to before the answer, and flushed after that.</summary>
    private static bool IsFlushedBefore(IEnumerable<string> calls, string answer)
    {
        var (written, flushed) = (false, false);
        foreach (var call in calls)
        {
            if (call.Contains(answer, StringComparison.Ordinal))
            {
                return written && flushed;
            }

            if (call.Contains("/ledger.db-wal>", StringComparison.Ordinal))
            {
                flushed = call.Contains("sync(", StringComparison.Ordinal);
                written |= !flushed;
            }
        }

        throw new InvalidOperationException($"'{answer}' was not answered");
    }
}
