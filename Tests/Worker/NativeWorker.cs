using System.Diagnostics;
using System.Runtime.InteropServices;
using ImgCompress.Configuration;
using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Imaging;
using ImgCompress.Tests.Template;
using ImgCompress.Worker;
using Xunit;

namespace ImgCompress.Tests.Worker;

/// <summary>The worker as native code, where ImageSharp runs without the reflection that its warnings speak of.</summary>
[Trait("Speed", "Slow")]
public sealed class NativeWorker
{
    private static readonly string[] Linkers = ["clang", "gcc"];
    private static readonly string[] Images = ["a.bmp", "b.tga", "c.ppm", "d.png"];

    [Fact]
    public async Task ResizesEachOfImageSharpsFormatsInPlace()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the native worker is built for Linux");
        Assert.SkipUnless(Linkers.Any(IsOnPath), "neither clang nor gcc, one of which links native code, is on the path");
        using var published = new TemporaryDirectory();
        using var images = new TemporaryDirectory();
        await PublishAsync(published.Path);
        images.Write("a.bmp", Bmp.Encode(Pictures.Samples(3), Pictures.Width, Pictures.Height, 3));
        images.Write("b.tga", Tga.Encode(Pictures.Samples(4), Pictures.Width, Pictures.Height, 4, runLength: true));
        images.Write("c.ppm", Pnm.Encode(Pictures.Samples(3), Pictures.Width, Pictures.Height, 3));
        images.Write("d.png", Pictures.Png());
        var expected = Images.ToDictionary(name => name, name => Resizing.Resize(images.Read(name)), StringComparer.Ordinal);

        // The smallest file comes last, and the log says of it that it failed.
        images.Write("e.png", "x"u8);
        Assert.Equal(0, (await Cli.RunAsync("submit", images.Path)).ExitCode);
        using var worker = Start(published.At("img-compress-worker"), images.Path);
        var errors = worker.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string? line;
        do
        {
            line = await worker.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        }
        while (line?.Contains("event=failed", StringComparison.Ordinal) is false);
        using var terminate = Process.Start("kill", ["-TERM", $"{worker.Id}"]);
        await worker.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.EndsWith("path=e.png", line, StringComparison.Ordinal);
        Assert.Equal((0, ""), (worker.ExitCode, await errors));
        Assert.All(expected, file => Assert.Equal(file.Value, images.Read(file.Key)));
    }

    private static async Task PublishAsync(string directory)
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [
                "publish", Repository.PathOf("Worker/Worker.csproj"), "--configuration", "Release", "--runtime", RuntimeInformation.RuntimeIdentifier,
                "-p:PublishAot=true", "-p:StripSymbols=true", "--output", directory,
            ])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var publish = Process.Start(start)!;
        var output = await publish.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await publish.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(publish.ExitCode == 0, output);
        Assert.DoesNotContain("warning", output, StringComparison.Ordinal);
    }

    private static Process Start(string program, string root)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var name in new[] { Settings.QueueUrlName, Settings.DeadLetterQueueUrlName, Settings.TableName })
        {
            start.Environment.Remove(name);
        }

        start.Environment[Settings.RootName] = root;
        start.Environment[WorkerOptions.ParallelName] = "1";
        return Process.Start(start)!;
    }

    private static bool IsOnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Any(directory => File.Exists(Path.Combine(directory, program)));
}
