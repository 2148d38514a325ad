using System.Diagnostics;
using ImgCompress.Tests.Fixtures;
using Xunit;

namespace ImgCompress.Tests.Enqueuer;

/// <summary>One run over everything that can be wrong with a directory.</summary>
public sealed class BadInputs : IAsyncLifetime
{
    private static readonly byte[] Good = Png.Noise(64, 48);

    private readonly TemporaryDirectory _directory = new();
    private readonly TemporaryDirectory _outside = new();
    private readonly Dictionary<string, byte[]> _before = new(StringComparer.Ordinal);
    private CliResult? _result;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links, FIFOs and permissions are those of POSIX");
        Add("empty.jpg", []);
        Add("text.jpg", "this is no image"u8);
        Add("cut.jpg", Samples.JpegHeader(64, 48));
        Add("cut.png", Good.AsSpan(0, Good.Length / 2));
        Add("cut.gif", Samples.Gif.AsSpan(0, Samples.Gif.Length - 6));
        Add("huge.jpg", Samples.JpegHeader(65_500, 65_500));
        Add("bomb.png", Png.Bomb(200_000, 200_000));
        Add("hard.png", Good);
        Add("unreadable.png", Good);
        Add("locked/a.png", Good);
        Add("photo.heic", Samples.Heic);
        Directory.CreateDirectory(_directory.At("directory.png"));
        _outside.Write("outside.png", Good);
        File.CreateSymbolicLink(_directory.At("dangling.png"), "nowhere");
        File.CreateSymbolicLink(_directory.At("outside.png"), _outside.At("outside.png"));
        await MakeAsync("mkfifo", _directory.At("fifo.png"));
        await MakeAsync("ln", _directory.At("hard.png"), _directory.At("hard-too.txt"));
        await MakeAsync("chmod", "000", _directory.At("unreadable.png"));
        await MakeAsync("chmod", "555", _directory.At("locked"));
        _directory.Write("png-by-its-bytes.jpg", Good);
        _directory.Write("good.png", Good);
        _result = await Cli.RunUnprivilegedAsync(_directory.Path, "run", _directory.Path, "--json");
    }

    [Theory]
    [InlineData("empty.jpg", "not-an-image")]
    [InlineData("text.jpg", "not-an-image")]
    [InlineData("cut.jpg", "corrupt")]
    [InlineData("cut.png", "corrupt")]
    [InlineData("cut.gif", "corrupt")]
    [InlineData("huge.jpg", "too-large")]
    [InlineData("bomb.png", "too-large")]
    [InlineData("photo.heic", "unsupported")]
    [InlineData("hard.png", "hard-linked")]
    [InlineData("unreadable.png", "no-permission")]
    [InlineData("locked/a.png", "read-only")]
    [InlineData("directory.png", "not-a-file")]
    [InlineData("fifo.png", "not-a-file")]
    [InlineData("dangling.png", "link")]
    [InlineData("outside.png", "link")]
    public void FailWithTheirReason(string path, string reason)
    {
        var failure = Assert.Single(_result!.Json.GetProperty("failures").EnumerateArray(), f => f.GetProperty("path").GetString() == path);
        Assert.Equal(reason, failure.GetProperty("reason").GetString());
        Assert.NotEmpty(failure.GetProperty("detail").GetString()!);
    }

    [Fact]
    public async Task StayAsTheyWere()
    {
        await MakeAsync("chmod", "400", _directory.At("unreadable.png"));
        foreach (var (path, content) in _before)
        {
            Assert.Equal(content, _directory.Read(path));
        }

        Assert.Equal(Good, _outside.Read("outside.png"));
        Assert.Empty(_directory.Temps());
    }

    [Fact]
    public void DoNotKeepTheOthersFromBeingDone()
    {
        Assert.Equal(1, _result!.ExitCode);
        Assert.Equal(2, _result.Json.GetProperty("done").GetInt64());
        Assert.Equal(15, _result.Json.GetProperty("failed").GetInt64());
        Assert.Equal((32, 24), Png.SizeOf(_directory.Read("good.png")));
        Assert.Equal((32, 24), Png.SizeOf(_directory.Read("png-by-its-bytes.jpg")));
    }

    public ValueTask DisposeAsync()
    {
        _directory.Dispose();
        _outside.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task MakeAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
    }

    private void Add(string path, ReadOnlySpan<byte> content)
    {
        _before[path] = content.ToArray();
        _directory.Write(path, content);
    }
}
