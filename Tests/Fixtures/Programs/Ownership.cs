using Xunit;

namespace ImgCompress.Tests.Fixtures.Programs;

/// <summary>Whose files are, which only root can change.</summary>
internal static class Ownership
{
    /// <summary>Skips the test where the tests do not run as root.</summary>
    public static void Require() => Assert.SkipUnless(
        OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "only root can make a directory that belongs to somebody else");

    public static async Task GiveAsync(string path, string user)
    {
        using var process = Cli.Start("chown", ["-hR", $"{user}:{user}", path]);
        Assert.Equal(0, (await Cli.EndAsync(process)).ExitCode);
    }
}
