using System.Text.Json;
using ImgCompress.Contracts;
using ImgCompress.Files;
using ImgCompress.Platform;
using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Programs;
using Xunit;

namespace ImgCompress.Tests.Enqueuer;

[Trait("Speed", "Slow")]
public sealed class WhatCannotBeReached : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public async Task AsItsPathIsTooLongIsReportedAndTheLedgerStaysReadable()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no path is that long there");
        var path = RelativePath.Join(string.Join('/', Enumerable.Repeat(new string('d', 200), 21)), "long.png");
        var original = Png.Noise(64, 48);
        using (var root = FileRoot.Open(_directory.Path))
        {
            var temp = TempName.Of(path, "1e", 1);
            root.CreateDirectoryOf(path);
            root.WriteTemp(temp, original, null).Dispose();
            root.Replace(temp, path);
        }

        _directory.Write("a.png", original);

        var run = await Cli.RunAsync("run", _directory.Path);
        var status = await Cli.RunAsync("status", "--root", _directory.Path, "--json");
        var again = await Cli.RunAsync("run", _directory.Path, "--json");

        Assert.Equal((1, 0, 1), (run.ExitCode, status.ExitCode, again.ExitCode));
        Assert.Contains("1 file left out: a path may have 4,096 bytes.", run.Output + run.Error, StringComparison.Ordinal);
        Assert.Contains("d/long.png", run.Output + run.Error, StringComparison.Ordinal);
        Assert.Equal((32, 24), Png.SizeOf(_directory.Read("a.png")));
        Assert.Equal(
            (1, 1), (again.Json.GetProperty("unchanged").GetInt32(), again.Json.GetProperty("tooLong").GetInt32()));
    }

    [Fact]
    public async Task AsItsDirectoryMayNotBeReadIsReportedAsThat()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "permissions are those of POSIX");
        using var program = await UnprivilegedProgram.MakeAsync();
        _directory.Write("closed/a.png", Png.Noise(64, 48));
        using (var chmod = Cli.Start("chmod", ["000", _directory.At("closed")]))
        {
            Assert.Equal(0, (await Cli.EndAsync(chmod)).ExitCode);
        }

        var run = await program.RunAsync(_directory, "run", _directory.Path, "--json");

        var failure = Assert.Single(run.Json.GetProperty("failures").EnumerateArray());
        Assert.Equal(
            ("closed", "no-permission", "no permission to read the directory; what is in it was not looked at"),
            (Text(failure, "path"), Text(failure, "reason"), Text(failure, "detail")));
    }

    private static string? Text(JsonElement of, string name) => of.GetProperty(name).GetString();

    public void Dispose() => _directory.Dispose();
}
