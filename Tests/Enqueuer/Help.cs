using ImgCompress.Enqueuer.Commands;
using Xunit;

namespace ImgCompress.Tests.Enqueuer;

public sealed class Help
{
    public static TheoryData<string> Commands { get; } =
        new(CommandLine.Build(CommandContext.Create()).Subcommands.Where(command => !command.Hidden).Select(command => command.Name));

    [Fact]
    public void NamesEveryCommandWithItsArguments()
    {
        var help = Of();

        Assert.Matches(@"\n  run <DIR> +Resize", help);
        Assert.Matches(@"\n  restore <JOB\|DIR> +Put back", help);
        Assert.Matches(@"\n  completion <bash\|fish\|zsh> +Print", help);
        Assert.DoesNotContain(":directory", help, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Commands))]
    public void HasExamplesAndNamesEachArgument(string command)
    {
        var help = Of(command);

        Assert.Contains($"img-compress {command}", help[help.IndexOf("Examples:", StringComparison.Ordinal)..], StringComparison.Ordinal);
        Assert.DoesNotMatch(@"<:|<>|^ +<[a-z]+>", help);
        Assert.DoesNotContain(":directory", help, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("  Resizes every image of a directory in place, exactly once")]
    [InlineData("  Resizes every image of a directory in place, exactly once", "help")]
    [InlineData("  Resize every image of a directory, in place, once", "help", "run")]
    [InlineData("  Resize every image of a directory, in place, once", "run", "--help")]
    [InlineData("  Resize every image of a directory, in place, once", "run", "--nosuch", "--help")]
    public void IsThereHoweverItIsAskedFor(string description, params string[] args)
    {
        var words = CommandLine.Words(args);
        var parsed = CommandLine.Parse(CommandLine.Build(CommandContext.Create()), words);
        using var output = new StringWriter();

        Assert.Empty(CommandLine.Problems(parsed, words));
        Assert.Equal(0, parsed.Invoke(new() { Output = output }));
        Assert.Contains(description, output.ToString(), StringComparison.Ordinal);
    }

    private static string Of(params string[] command)
    {
        using var output = new StringWriter();
        CommandLine.Build(CommandContext.Create()).Parse([.. command, "--help"]).Invoke(new() { Output = output });
        return output.ToString();
    }
}
