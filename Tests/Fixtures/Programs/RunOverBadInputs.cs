using ImgCompress.Tests.Fixtures.Images;
using Xunit;

namespace ImgCompress.Tests.Fixtures.Programs;

/// <summary>One run over everything that can be wrong with a directory, for many tests to look at.</summary>
public sealed class RunOverBadInputs : IDisposable
{
    private readonly TemporaryDirectory _outside = new();
    private readonly Lazy<Task<CliResult>> _result;

    public RunOverBadInputs() => _result = new(RunAsync);

    internal static byte[] Good { get; } = Png.Noise(64, 48);

    internal TemporaryDirectory Directory { get; } = new();

    /// <summary>What stood in the files before.</summary>
    internal Dictionary<string, byte[]> Before { get; } = new(StringComparer.Ordinal);

    /// <summary>What a link leads to.</summary>
    internal byte[] Outside => _outside.Read("outside.png");

    public void Dispose()
    {
        Directory.Dispose();
        _outside.Dispose();
    }

    /// <summary>What it answered. The first who asks waits for it; a test is skipped where there can be no such run.</summary>
    internal Task<CliResult> ResultAsync() => _result.Value;

    private async Task<CliResult> RunAsync()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links, FIFOs and permissions are those of POSIX");
        using var program = await UnprivilegedProgram.MakeAsync();
        Add("empty.jpg", []);
        Add("text.jpg", "this is no image"u8);
        Add("cut.jpg", SmallImages.JpegHeader(64, 48));
        Add("cut.png", Good.AsSpan(0, Good.Length / 2));
        Add("cut.gif", SmallImages.Gif.AsSpan(0, SmallImages.Gif.Length - 6));
        Add("huge.jpg", SmallImages.JpegHeader(65_500, 65_500));
        Add("bomb.png", Png.Bomb(200_000, 200_000));
        Add("hard.png", Good);
        Add("unreadable.png", Good);
        Add("locked/a.png", Good);
        Add("photo.heic", SmallImages.Heic);
        System.IO.Directory.CreateDirectory(Directory.At("directory.png"));
        _outside.Write("outside.png", Good);
        File.CreateSymbolicLink(Directory.At("dangling.png"), "nowhere");
        File.CreateSymbolicLink(Directory.At("outside.png"), _outside.At("outside.png"));
        await MakeAsync("mkfifo", Directory.At("fifo.png"));
        await MakeAsync("ln", Directory.At("hard.png"), Directory.At("hard-too.txt"));
        await MakeAsync("chmod", "000", Directory.At("unreadable.png"));
        await MakeAsync("chmod", "555", Directory.At("locked"));
        Directory.Write("png-by-its-bytes.jpg", Good);
        Directory.Write("good.png", Good);
        var result = await program.RunAsync(Directory, "run", Directory.Path, "--json");
        await MakeAsync("chmod", "400", Directory.At("unreadable.png"));
        return result;
    }

    private static async Task MakeAsync(string program, params string[] arguments)
    {
        using var process = Cli.Start(program, arguments);
        Assert.Equal(new(0, "", ""), await Cli.EndAsync(process));
    }

    private void Add(string path, ReadOnlySpan<byte> content)
    {
        Before[path] = content.ToArray();
        Directory.Write(path, content);
    }
}
