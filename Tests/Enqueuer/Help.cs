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

    private static string Of(params string[] command)
    {
        using var output = new StringWriter();
        CommandLine.Build(CommandContext.Create()).Parse([.. command, "--help"]).Invoke(new() { Output = output });
        return output.ToString();
    }
}
