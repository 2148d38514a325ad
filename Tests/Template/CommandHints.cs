using System.Text.RegularExpressions;
using ImgCompress.Enqueuer.Commands;
using ImgCompress.Tests.Fixtures;
using Xunit;

namespace ImgCompress.Tests.Template;

public sealed class CommandHints
{
    private static readonly string[] Programs = ["Shared", "Worker", "Enqueuer"];

    /// <summary>What shows the command by its name alone, since it is its manual or matches what a shell has.</summary>
    private static readonly string[] ByName = ["Examples.cs", "CompletionCommand.cs"];

    /// <summary>A hint that names <c>img-compress</c> cannot be typed by whoever has started it by another name.</summary>
    [Fact]
    public void AreMadeOfTheProgramAsItWasStarted()
    {
        var commands = string.Join('|', CommandLine.Build(CommandContext.Create()).Subcommands.Select(command => command.Name));
        var hint = new Regex($"img-compress ({commands}|--help)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

        Assert.Empty(Programs.SelectMany(Repository.SourceFiles)
            .Where(file => !ByName.Contains(Path.GetFileName(file)))
            .SelectMany(file => File.ReadLines(file)
                .Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && hint.IsMatch(line))
                .Select(line => $"{file}: {line.Trim()}")));
    }
}
