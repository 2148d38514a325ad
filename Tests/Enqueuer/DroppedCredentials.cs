using ImgCompress.Engine.Imaging.Formats.Png;
using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Programs;
using Xunit;

namespace ImgCompress.Tests.Enqueuer;

/// <summary>A run says of how many files the content credentials are gone.</summary>
[Trait("Speed", "Slow")]
public sealed class DroppedCredentials : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public DroppedCredentials()
    {
        using var chunk = new MemoryStream();
        PngChunks.Write(chunk, "caBX"u8, "c2pa"u8);
        var file = Png.Noise(64, 48);
        _directory.Write("plain.png", file);
        _directory.Write("signed.png", (byte[])[.. file[..33], .. chunk.ToArray(), .. file[33..]]);
    }

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task AreSaid()
    {
        var run = await Cli.RunAsync("run", _directory.Path);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("1 file lost content credentials (C2PA)", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AreCounted()
    {
        var run = await Cli.RunAsync("run", _directory.Path, "--json");

        Assert.Equal(1, run.Json.GetProperty("credentialsDropped").GetInt64());
    }
}
