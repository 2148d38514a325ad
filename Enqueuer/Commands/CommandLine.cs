using System.CommandLine;
using System.CommandLine.Parsing;

namespace ImgCompress.Enqueuer.Commands;

/// <summary>What is wrong with a command line, in the program's own sentences.</summary>
internal static class CommandLine
{
    /// <summary>
    /// Makes an empty value of any argument or option wrong use, since a variable that a script forgot to set is no directory; and an
    /// argument that looks like an option, since that is a mistyped one.
    /// </summary>
    public static void Check(Command command)
    {
        foreach (var argument in command.Arguments)
        {
            argument.Validators.Add(result => RefuseEmpty(result, result.Tokens, argument.Name));
            argument.Validators.Add(result => RefuseOptions(result, command));
        }

        foreach (var option in command.Options)
        {
            option.Validators.Add(result => RefuseEmpty(result, result.Tokens, option.Name));
        }

        foreach (var subcommand in command.Subcommands)
        {
            Check(subcommand);
        }
    }

    /// <summary>One sentence for each thing that is wrong; what only follows from another is left out.</summary>
    public static IEnumerable<string> Problems(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var unmatched = parsed.UnmatchedTokens;
        if (command.Subcommands.Count > 0)
        {
            return unmatched.Count > 0 ? [Unknown(unmatched[0], command)] : parsed.Errors.Select(error => error.Message);
        }

        // What follows an option that was taken for the argument would have been the argument.
        if (Arguments(parsed.CommandResult).FirstOrDefault(IsOption) is { } mistaken)
        {
            return [Unknown(mistaken, command)];
        }

        // The value of an unknown option is no argument of its own.
        var unknown = unmatched.Where((token, i) => IsOption(token) || i == 0 || !IsOption(unmatched[i - 1]));
        var others = parsed.Errors.Select(error => error.Message)
            .Where(message => !unmatched.Any(token => message.Contains($"'{token}'", StringComparison.Ordinal)));
        return unknown.Select(token => Unknown(token, command)).Concat(others).Distinct(StringComparer.Ordinal);
    }

    private static void RefuseEmpty(SymbolResult result, IReadOnlyList<Token> tokens, string name)
    {
        if (tokens.Any(token => token.Value.Length == 0))
        {
            result.AddError($"{name} is ''; it must not be empty");
        }
    }

    private static void RefuseOptions(ArgumentResult result, Command command)
    {
        if (result.Tokens.FirstOrDefault(token => IsOption(token.Value)) is { } option)
        {
            result.AddError(Unknown(option.Value, command));
        }
    }

    private static IEnumerable<string> Arguments(CommandResult command) =>
        command.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Select(token => token.Value);

    private static string Unknown(string token, Command command)
    {
        var (kind, known) = IsOption(token) ? ("option", command.Options.SelectMany(option => option.Aliases.Append(option.Name)))
            : command.Subcommands.Count > 0
            ? ("command", command.Subcommands.Where(subcommand => !subcommand.Hidden).Select(subcommand => subcommand.Name))
            : ("argument", []);
        var isLong = token.StartsWith("--", StringComparison.Ordinal);
        return $"unknown {kind} '{token}'"
            + Suggestion.For(token, known.Where(name => name.StartsWith("--", StringComparison.Ordinal) == isLong));
    }

    private static bool IsOption(string token) => token.Length > 1 && token[0] == '-';
}
