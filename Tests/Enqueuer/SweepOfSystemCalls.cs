using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Programs;
using Xunit;

namespace ImgCompress.Tests.Enqueuer;

/// <summary>
/// A run whose n-th system call of a kind fails, or is its last: strace puts that into the real process. Afterwards the same command
/// brings the very bytes of an undisturbed run, and no run has said that all is done before it was.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class SweepOfSystemCalls
{
    private const int Files = 4;
    private const int MaxRuns = 4;

    /// <summary>Each thread counts its own calls; those of the runtime's start are on the first, which does no file.</summary>
    private const int MaxCall = 60;

    private static readonly string[] Calls =
    [
        "openat", "read", "pread64", "write", "pwrite64", "fsync", "fdatasync", "renameat2", "renameat", "linkat", "unlinkat", "statx",
        "close", "mkdirat", "ftruncate", "fchmod", "fchown", "flock", "fcntl", "getdents64", "mmap", "fstat", "lseek",
    ];

    private static readonly string[] Ends = ["signal=KILL", "error=EIO", "error=EACCES", "error=ENOSPC", "error=EROFS", "error=ESTALE"];

    private static readonly Lazy<Task<bool>> CanTrace = new(async () =>
    {
        try
        {
            using var process = Cli.Start("strace", ["-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-e", "trace=openat", "true"]);
            return (await Cli.EndAsync(process)).ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    });

    public static TheoryData<string, string, int> Disturbances()
    {
        var disturbances = new TheoryData<string, string, int>
        {
            { "renameat2", "signal=KILL", 1 },
            { "renameat2", "error=EIO", 1 },
            { "fsync", "error=EIO", 1 },
            { "unlinkat", "error=EACCES", 1 },
            { "pwrite64", "signal=KILL", 3 },

            // The end of the transaction that makes the ledger.
            { "pwrite64", "error=EIO", 7 },
            { "openat", "error=EROFS", 2 },
        };
        var random = new Random(LongTests.Cases);
        for (var n = 0; n < LongTests.Cases; n++)
        {
            disturbances.Add(Calls[random.Next(Calls.Length)], Ends[random.Next(Ends.Length)], random.Next(1, MaxCall));
        }

        return disturbances;
    }

    [Theory]
    [MemberData(nameof(Disturbances))]
    public async Task EndsWithTheBytesOfAnUndisturbedRun(string call, string end, int number)
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && await CanTrace.Value, "strace is missing, or may not trace here (apt-get install strace)");
        using var undisturbed = new TemporaryDirectory();
        using var disturbed = new TemporaryDirectory();
        Fill(undisturbed);
        Fill(disturbed);
        Assert.Equal(0, (await Cli.RunAsync("run", undisturbed.Path, "--json")).ExitCode);

        var inject = $"inject={call}:{end}:when={number}";
        string[] strace = ["-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-e", $"trace={call}", "-e", inject];
        using (var process = Cli.Start("strace", [.. strace, .. Cli.CommandLine(["run", disturbed.Path])]))
        {
            var first = await Cli.EndAsync(process);
            AssertWhole(undisturbed, disturbed, isDone: first.ExitCode == 0);
        }

        CliResult last;
        var runs = 0;
        do
        {
            last = await Cli.RunAsync("run", disturbed.Path, "--json");
            AssertWhole(undisturbed, disturbed, isDone: last.ExitCode == 0);
        }
        while (last.ExitCode != 0 && ++runs < MaxRuns);

        Assert.True(last.ExitCode == 0, $"{last.Output}{last.Error}");
        Assert.Empty(disturbed.Temps());
        Assert.Equal(0, last.Json.GetProperty("failed").GetInt64());
    }

    private static void AssertWhole(TemporaryDirectory undisturbed, TemporaryDirectory disturbed, bool isDone)
    {
        for (var file = 0; file < Files; file++)
        {
            var found = disturbed.Read(Name(file));
            var isResult = found.AsSpan().SequenceEqual(undisturbed.Read(Name(file)));
            Assert.True(
                isResult || (!isDone && found.AsSpan().SequenceEqual(Picture(file))), $"{Name(file)} is neither, or not yet, its result");
        }
    }

    private static void Fill(TemporaryDirectory directory)
    {
        for (var file = 0; file < Files; file++)
        {
            directory.Write(Name(file), Picture(file));
        }
    }

    private static byte[] Picture(int file) => Png.Noise(60 + file, 40, seed: file);

    private static string Name(int file) => $"{(file % 2 == 0 ? "a/" : "")}{file}.png";
}
