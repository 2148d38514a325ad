using System.CommandLine;
using ImgCompress.Enqueuer.Commands;
using ImgCompress.Tests.Fixtures;
using Xunit;

namespace ImgCompress.Tests.Enqueuer;

/// <summary>Words that nobody types: the parser takes them, or says of each what is wrong with it.</summary>
public sealed class HostileCommandLines
{
    private static readonly RootCommand Root = CommandLine.Build(CommandContext.Create());

    [Fact]
    public void WithOneOddValueAreTakenOrNameIt()
    {
        foreach (var command in Root.Subcommands)
        {
            var directory = command.Arguments.Any(argument => argument.Arity.MinimumNumberOfValues > 0) ? (string[])["photos"] : [];
            foreach (var option in command.Options.Where(option => option.Arity.MaximumNumberOfValues > 0))
            {
                foreach (var value in HostileText.All)
                {
                    RequireNamed([command.Name, .. directory, $"{option.Name}={value}"], option.Name, value);
                    RequireNamed([command.Name, .. directory, option.Name, value], option.Name, value);
                }
            }

            foreach (var value in HostileText.All)
            {
                RequireNamed([command.Name, value], command.Arguments.FirstOrDefault()?.Name, value);
                _ = Problems([value, command.Name]);
            }
        }
    }

    [Fact]
    public void OfAnyWordsAreTakenOrSaidToBeWrong()
    {
        var random = new Random(8);
        var names = Root.Subcommands.SelectMany(command => command.Options.Select(option => option.Name).Append(command.Name)).ToArray();
        for (var n = 0; n < 3000 + (100 * LongTests.Cases); n++)
        {
            string Word() => random.Next(3) == 0 ? HostileText.Any(random) : names[random.Next(names.Length)];
            var command = Root.Subcommands[random.Next(Root.Subcommands.Count)].Name;
            _ = Problems([command, .. Enumerable.Range(0, random.Next(6)).Select(_ => Word())]);
        }
    }

    private static void RequireNamed(string[] words, string? symbol, string value)
    {
        foreach (var problem in Problems(words))
        {
            Assert.True(
                problem.Contains($"'{value}'", StringComparison.Ordinal)
                    || (symbol is not null && problem.StartsWith($"{symbol} ", StringComparison.Ordinal)),
                $"{string.Join('|', words)}: {problem}");
        }
    }

    private static IReadOnlyList<string> Problems(string[] words)
    {
        try
        {
            var parsed = CommandLine.Parse(Root, words);
            var problems = CommandLine.Problems(parsed, words);
            Assert.All(problems, problem => Assert.False(string.IsNullOrWhiteSpace(problem)));
            Assert.False(problems.Count == 0 && parsed.Errors.Count + parsed.UnmatchedTokens.Count > 0, string.Join('|', words));
            return problems;
        }
        catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
        {
            throw new InvalidOperationException(string.Join(' ', words), exception);
        }
    }
}
