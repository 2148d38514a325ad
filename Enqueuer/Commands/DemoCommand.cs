using System.CommandLine;
using ImgCompress.Configuration;
using ImgCompress.Contracts;
using ImgCompress.Engine.Samples;
using ImgCompress.Enqueuer.Output;
using ImgCompress.Enqueuer.Running;
using Spectre.Console;

namespace ImgCompress.Enqueuer.Commands;

/// <summary><c>demo [DIR]</c>: sample images of every kind, and a job on them.</summary>
internal sealed class DemoCommand(CommandContext context)
{
    private const string Default = "img-compress-demo";

    private readonly Argument<string> _directory = new("DIR")
    {
        HelpName = "DIR",
        Description = "Where the samples go; must be new or empty",
        DefaultValueFactory = _ => Default,
    };

    public Command Build()
    {
        _directory.CompletionSources.Add(CompletionCommand.Directories);
        var command = new Command("demo", "Create sample images of every kind and run a job on them") { _directory };
        command.SetAction(async (result, _) => await RunAsync(result.GetRequiredValue(_directory)));
        return command;
    }

    private async Task<int> RunAsync(string directory)
    {
        if (SampleImages.AreIn(directory, out var other))
        {
            if (other is not null)
            {
                throw new UsageException(
                    $"'{directory}' holds the samples of an earlier demo and other things, such as '{other}'; "
                    + "give a new or empty directory");
            }

            context.Out.MarkupLineInterpolated(
                $"The samples of an earlier demo are in [bold]{directory}[/]; the same job runs on them again.");
        }
        else if (File.Exists(directory) || (Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any()))
        {
            throw new UsageException($"'{directory}' exists and holds other things; give a new or empty directory");
        }
        else
        {
            SampleImages.Write(directory);
            context.Out.MarkupLineInterpolated($"Sample images of every kind are in [bold]{directory}[/], some of them damaged.");
        }

        var request = new RunRequest
        {
            Directory = directory,
            Spec = new() { Scaling = Scaling.Down(2) },
            Options = new(),
        };
        var (_, interrupted) = await new ConsoleRun(context).RunAsync(request, json: false, quiet: false);
        context.Out.WriteLine();
        context.Out.WriteWrapped($"""
            What to look at:
              {directory}/photos      half as wide and high, as sharp as before; metadata and encoded form kept
              {directory}/graphics    alpha without fringes, the palette still a palette, 16 bits still 16
              {directory}/animations  every frame, with its timing
              {directory}/damaged     untouched, each with its reason above
            Run it again, and nothing changes: {CommandHint.Of("run", directory)}
            """);

        // The damaged samples are meant to fail.
        return interrupted ? ExitCode.Interrupted : ExitCode.Success;
    }
}
