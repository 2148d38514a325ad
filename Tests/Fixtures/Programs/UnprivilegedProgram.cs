using System.Runtime.InteropServices;
using Xunit;

namespace ImgCompress.Tests.Fixtures.Programs;

/// <summary>
/// The program as somebody whom permissions bind. Where the tests run as root that is another user, who runs a copy of it: the build may
/// stand below a directory that nobody but root may enter.
/// </summary>
internal sealed class UnprivilegedProgram : IDisposable
{
    private const string SetPriv = "/usr/bin/setpriv";

    /// <summary>The user and the group that own nothing.</summary>
    public const string Nobody = "65534";

    private static readonly string[] AsNobody = ["--reuid", Nobody, "--regid", Nobody, "--clear-groups"];

    private readonly TemporaryDirectory? _copy;

    private UnprivilegedProgram(TemporaryDirectory? copy) => _copy = copy;

    /// <summary>Skips the test where there is no such user, or where they cannot run the program.</summary>
    public static async Task<UnprivilegedProgram> MakeAsync()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return new(null);
        }

        Assert.SkipUnless(File.Exists(SetPriv), "the tests run as root, and setpriv, to run without its powers, is missing");
        var program = new UnprivilegedProgram(new TemporaryDirectory());
        try
        {
            CopyTo(program._copy!);
            await GiveAsync(program._copy!);
            await RequireAsync(SetPriv, [.. AsNobody, "test", "-x", program._copy!.Path, "-a", "-x", Cli.Dotnet]);
            return program;
        }
        catch
        {
            program.Dispose();
            throw;
        }
    }

    /// <summary>Runs it, giving its user <paramref name="directory"/> first.</summary>
    public async Task<CliResult> RunAsync(TemporaryDirectory directory, params string[] arguments)
    {
        if (_copy is null)
        {
            return await Cli.RunAsync(arguments);
        }

        await GiveAsync(directory);
        return await RunAsync(arguments);
    }

    /// <summary>Runs it, whoever owns what it is given.</summary>
    public Task<CliResult> RunAsync(params string[] arguments) => _copy is null
        ? Cli.RunAsync(arguments)
        : EndAsync(SetPriv, [.. AsNobody, .. Cli.CommandLine(arguments, _copy.Path)]);

    public void Dispose() => _copy?.Dispose();

    /// <summary>The build, with native libraries for this kind of machine alone.</summary>
    private static void CopyTo(TemporaryDirectory copy)
    {
        var architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        var system = OperatingSystem.IsMacOS() ? "osx" : "linux";
        var build = new DirectoryInfo(AppContext.BaseDirectory);
        var natives = build.EnumerateDirectories($"runtimes/{system}*-{architecture}")
            .SelectMany(runtime => runtime.EnumerateFiles("*", SearchOption.AllDirectories));
        foreach (var file in build.EnumerateFiles().Concat(natives))
        {
            copy.Write(Path.GetRelativePath(build.FullName, file.FullName), File.ReadAllBytes(file.FullName));
        }
    }

    private static Task GiveAsync(TemporaryDirectory directory) => RequireAsync("chown", "-R", $"{Nobody}:{Nobody}", directory.Path);

    /// <summary>Skips the test where the command fails.</summary>
    private static async Task RequireAsync(string file, params string[] arguments)
    {
        var result = await EndAsync(file, arguments);
        Assert.SkipUnless(
            result.ExitCode == 0,
            $"the tests run as root, and user {Nobody}, who has none of its powers, cannot take its place: "
                + $"'{file} {string.Join(' ', arguments)}' failed {result.Error}");
    }

    private static async Task<CliResult> EndAsync(string file, string[] arguments)
    {
        using var process = Cli.Start(file, arguments);
        return await Cli.EndAsync(process);
    }
}
