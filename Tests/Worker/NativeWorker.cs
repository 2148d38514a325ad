using System.Diagnostics;
using System.Runtime.InteropServices;
using ImgCompress.Configuration;
using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Programs;
using ImgCompress.Worker;
using Xunit;

namespace ImgCompress.Tests.Worker;

/// <summary>The worker as native code.</summary>
[Trait("Speed", "Slow")]
public sealed class NativeWorker
{
    private static readonly string[] Linkers = ["clang", "gcc"];
    private static readonly string[] Images = ["a.bmp", "b.tga", "c.ppm", "d.png"];

    [Fact]
    public async Task ResizesImagesInPlace()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the native worker is built for Linux");
        Assert.SkipUnless(Linkers.Any(IsOnPath), "neither clang nor gcc, one of which links native code, is on the path");
        using var published = new TemporaryDirectory();
        using var images = new TemporaryDirectory();
        await PublishAsync(published.Path);

        // What only developers read would be twice as much.
        Assert.DoesNotContain(Directory.GetFiles(published.Path), file => Path.GetExtension(file) is ".dbg" or ".pdb" or ".xml");
        images.Write("a.bmp", Bmp.Encode(Pictures.Samples(3), Pictures.Width, Pictures.Height, 3));
        images.Write("b.tga", Tga.Encode(Pictures.Samples(4), Pictures.Width, Pictures.Height, 4, runLength: true));
        images.Write("c.ppm", Pnm.Encode(Pictures.Samples(3), Pictures.Width, Pictures.Height, 3));
        images.Write("d.png", Pictures.Png());
        var expected = Images.ToDictionary(name => name, name => Resizing.Resize(images.Read(name)), StringComparer.Ordinal);

        // The smallest file comes last, and the log says of it that it failed.
        images.Write("e.png", "x"u8);
        Assert.Equal(0, (await Cli.RunAsync("submit", images.Path)).ExitCode);
        using var worker = Cli.Start(
            published.At("img-compress-worker"),
            [],
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [Settings.RootName] = images.Path,
                [WorkerOptions.ParallelName] = "1",
            });
        var errors = worker.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string? line;
        do
        {
            line = await worker.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        }
        while (line?.Contains("event=failed", StringComparison.Ordinal) is false);
        Signals.Terminate(worker);
        await worker.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.EndsWith("path=e.png", line, StringComparison.Ordinal);
        Assert.Equal((0, ""), (worker.ExitCode, await errors));
        Assert.All(expected, file => Assert.Equal(file.Value, images.Read(file.Key)));
    }

    private static async Task PublishAsync(string directory)
    {
        var start = new ProcessStartInfo(
            Cli.Dotnet,
            [
                "publish", Repository.PathOf("Worker/Worker.csproj"), "--configuration", "Release",
                "--runtime", RuntimeInformation.RuntimeIdentifier,
                "-p:PublishAot=true", "-p:NativeDebugSymbols=false", "-p:RunAnalyzers=false",

                // What is left out of it, and what of reflection, is the same as in optimized code, which takes a third longer to make.
                "-p:Optimize=false", "--output", directory,
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

    private static bool IsOnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Any(directory => File.Exists(Path.Combine(directory, program)));
}
