using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;

namespace ImgCompress.Enqueuer.Commands;

/// <summary>All commands, and what is wrong with a line of them, in the program's own sentences.</summary>
internal static class CommandLine
{
    /// <summary>A word that begins with '@' is a name as any other, and no file that holds further words.</summary>
    private static readonly ParserConfiguration Configuration = new() { ResponseFileTokenReplacer = null };

    public static RootCommand Build(CommandContext context)
    {
        var root = new RootCommand("Resizes every image of a directory in place, exactly once, whatever is killed on the way.")
        {
            new DemoCommand(context).Build(),
            new EstimateCommand(context).Build(),
            new RunCommand(context).Build(),
            new SubmitCommand(context).Build(),
            new JobsCommand(context).Build(),
            new StatusCommand(context).Build(),
            new FailuresCommand(context).Build(),
            new ResultsCommand(context).Build(),
            new ReportCommand(context).Build(),
            new RedriveCommand(context).Build(),
            new PauseCommand(context).Build(),
            new ResumeCommand(context).Build(),
            new CancelCommand(context).Build(),
            new ReconcileCommand(context).Build(),
            new RestoreCommand(context).Build(),
            new VerifyCommand(context).Build(),
            new KeepCommand(context).Build(),
            new AdoptCommand(context).Build(),
            new InitCommand(context).Build(),
            new DoctorCommand(context).Build(),
            new CompletionCommand(context).Build(),
            new CompletionCommand(context).BuildHidden(),
        };
        Check(root);
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!, Examples.ByCommand);
        return root;
    }

    /// <summary>What is meant where nothing is said, and by <c>help</c> and <c>help run</c>.</summary>
    public static IReadOnlyList<string> Words(string[] args) => args switch
    {
        [] => ["--help"],
        ["help", .. var command] => [.. command, "--help"],
        _ => args,
    };

    public static ParseResult Parse(RootCommand root, IReadOnlyList<string> words) => root.Parse(words, Configuration);

    /// <summary>A line as a shell has it while it is typed.</summary>
    public static ParseResult Parse(RootCommand root, string line) => root.Parse(line, Configuration);

    /// <summary>One sentence for each thing that is wrong; what only follows from another is left out.</summary>
    public static IReadOnlyList<string> Problems(ParseResult parsed, IReadOnlyList<string> words)
    {
        var (result, unmatched) = (parsed.CommandResult, parsed.UnmatchedTokens);
        var command = result.Command;
        if (parsed.Action is HelpWithExamples && (command.Subcommands.Count == 0 || unmatched.Count == 0))
        {
            return [];
        }

        if (command.Subcommands.Count > 0)
        {
            return words is ["--", ..] ? ["'--' stands before the command; it ends the options of one"]
                : unmatched.Count > 0 ? [Unknown(unmatched[0], command)]
                : [.. parsed.Errors.Select(error => error.Message)];
        }

        // What follows an option that was taken for the argument is its value, or would have been the argument; and the value of an
        // unknown option is no argument of its own.
        var isMistaken = Arguments(result).Any(IsOption);
        var unknown = unmatched.Where((token, i) => IsOption(token) || (!isMistaken && (i == 0 || !IsOption(unmatched[i - 1]))));
        var values = words.Where(word => IsOption(word) && word.Contains('=', StringComparison.Ordinal))
            .Select(word => word.Split('=', 2))
            .Where(pair => command.Options.Any(option => option.Name == pair[0] && option.Arity.MaximumNumberOfValues == 0));
        var repeated = result.Children.OfType<OptionResult>().Where(IsRepeated).ToList();
        var others = parsed.Errors.Where(error => !repeated.Contains(error.SymbolResult)).Select(Sentence)
            .Where(message => !unmatched.Any(token => message.Contains($"'{token}'", StringComparison.Ordinal)));

        // Such a value comes out as an argument besides.
        var problems = values.Select(pair => $"{pair[0]} takes no value, and is given '{pair[1]}'").ToList();
        return problems.Count > 0
            ? problems
            : [.. unknown.Select(token => Unknown(token, command)).Concat(repeated.Select(Repeated)).Concat(others).Distinct()];
    }

    /// <summary>
    /// Makes an empty value of any argument or option wrong use, since a variable that a script forgot to set is no directory; and an
    /// argument that looks like an option, since that is a mistyped one.
    /// </summary>
    private static void Check(Command command)
    {
        foreach (var argument in command.Arguments)
        {
            argument.Validators.Add(result => RefuseEmpty(result, result.Tokens, argument.Name));
            argument.Validators.Add(result => RefuseOptions(result, command));
        }

        foreach (var option in command.Options)
        {
            if (option.ValueType == typeof(bool))
            {
                // Else what stands behind it is taken for its value, or for an argument of the command.
                option.Arity = ArgumentArity.Zero;
            }

            option.Validators.Add(result => RefuseEmpty(result, result.Tokens, option.Name));
        }

        foreach (var subcommand in command.Subcommands)
        {
            Check(subcommand);
        }
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

    private static bool IsRepeated(OptionResult result) =>
        result.IdentifierTokenCount > 1 && result.Option.Arity.MaximumNumberOfValues == 1;

    /// <summary>A value that is missing is asked for by what it is.</summary>
    private static string Sentence(ParseError error) => error.SymbolResult switch
    {
        ArgumentResult { Tokens: [] } result => $"{result.Argument.Name} is missing: {result.Argument.Description}",
        OptionResult { Tokens: [] } result => $"{result.Option.Name} has no value: {result.Option.Description}",
        _ => error.Message,
    };

    private static string Repeated(OptionResult result) =>
        $"{result.Option.Name} is given {result.IdentifierTokenCount} times, with "
        + $"{string.Join(" and ", result.Tokens.Select(token => $"'{token.Value}'"))}; give it once";

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
