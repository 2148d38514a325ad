using System.CommandLine;
using ImgCompress.Enqueuer.Commands;
using Xunit;

namespace ImgCompress.Tests.Enqueuer;

/// <summary>What holds for each command, argument and option that there is, and for those to come.</summary>
public sealed class EveryCommand
{
    private static readonly RootCommand Root = CommandLine.Build(CommandContext.Create());

    public static TheoryData<string> Names => [.. Root.Subcommands.Select(command => command.Name)];

    public static TheoryData<string, string> Options => [.. Root.Subcommands
        .SelectMany(command => command.Options.Select(option => (command.Name, option.Name)))];

    [Theory, MemberData(nameof(Names))]
    public void TakesNoUnknownOptionAndNoMoreArgumentsThanItHas(string name)
    {
        string[] many = ["1/", "2/", "3/"];

        Assert.Contains("unknown option '--xyzzy'", Problems(name, "--xyzzy"));
        Assert.Contains(Problems([name, .. many]), problem => problem.StartsWith("unknown argument '", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Names))]
    public void TakesNoEmptyArgument(string name)
    {
        var before = new List<string> { name };
        foreach (var argument in Command(name).Arguments)
        {
            Assert.Contains($"{argument.Name} is ''; it must not be empty", Problems([.. before, ""]));
            before.Add("x");
        }
    }

    [Theory, MemberData(nameof(Options))]
    public void TakesAnOptionOnceWithAValueOrWithoutOne(string name, string option)
    {
        var takesNone = Command(name).Options.Single(one => one.Name == option).Arity.MaximumNumberOfValues == 0;
        var takesMany = option is "--include" or "--exclude";

        if (takesNone)
        {
            Assert.Equal([$"{option} takes no value, and is given 'x'"], Problems(name, $"{option}=x"));
            return;
        }

        Assert.Contains(Problems(name, option, ""), problem => problem.StartsWith($"{option} is ''", StringComparison.Ordinal));
        Assert.Contains(Problems(name, option), problem => problem.StartsWith($"{option} has no value: ", StringComparison.Ordinal));
        Assert.Equal(
            !takesMany, Problems(name, option, "1", option, "2").Contains($"{option} is given 2 times, with '1' and '2'; give it once"));
    }

    [Theory, MemberData(nameof(Options))]
    public void NamesTheOptionThatWasMeant(string name, string option)
    {
        var mistyped = $"{option[..4]}{option[3..]}";

        Assert.Equal([$"unknown option '{mistyped}'; did you mean {option}?"], Problems(name, mistyped).Where(
            problem => problem.StartsWith("unknown option", StringComparison.Ordinal)));
    }

    [Fact]
    public void HasExamples() => Assert.All(
        Root.Subcommands.Where(command => !command.Hidden),
        command => Assert.Contains(command.Name, Examples.ByCommand));

    private static Command Command(string name) => Root.Subcommands.Single(command => command.Name == name);

    private static IReadOnlyList<string> Problems(params string[] words) => CommandLine.Problems(CommandLine.Parse(Root, words), words);
}
