using System.CommandLine;
using ImgCompress.Configuration;

namespace ImgCompress.Enqueuer.Commands;

/// <summary>
/// <c>completion bash|zsh|fish</c>: a script for the shell, which asks the program itself what may follow on a line, through the
/// hidden command <c>complete LINE</c>.
/// </summary>
internal sealed class CompletionCommand(CommandContext context)
{
    /// <summary>The line that is completed has this for the program, wherever it is.</summary>
    private const string Program = "img-compress";

    private static readonly Dictionary<string, string> Scripts = new(StringComparer.OrdinalIgnoreCase)
    {
        ["bash"] = """
            _img_compress() {
                local line="${COMP_LINE:0:COMP_POINT}" IFS=$'\n'
                line="img-compress${line#"${COMP_WORDS[0]}"}"
                COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" complete "$line" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -o default -F _img_compress img-compress
            """,
        ["zsh"] = """
            #compdef img-compress
            _img_compress() {
                local -a found
                found=(${(f)"$(${words[1]} complete "img-compress ${(j: :)words[2,CURRENT]}" 2>/dev/null)"})
                (( $#found )) && compadd -a found || _files
            }
            compdef _img_compress img-compress
            """,
        ["fish"] = """
            function __img_compress
                set -l words (commandline -opc)
                command $words[1] complete (string join ' ' -- img-compress $words[2..-1] (commandline -ct)) 2>/dev/null
            end
            complete -c img-compress -a '(__img_compress)'
            """,
    };

    private readonly Argument<string> _shell = new("SHELL") { Description = "bash, zsh or fish" };

    private readonly Argument<string> _line = new("LINE");

    public Command Build()
    {
        var command = new Command("completion", "Print a script that lets a shell complete commands, options and values") { _shell };
        _shell.CompletionSources.Add(Scripts.Keys.ToArray());
        command.SetAction(result => Print(result.GetRequiredValue(_shell)));
        return command;
    }

    /// <summary>What the scripts call.</summary>
    public Command BuildHidden()
    {
        var command = new Command("complete") { _line };
        command.Hidden = true;
        command.SetAction(result => Complete(result.RootCommandResult.Command, result.GetRequiredValue(_line)));
        return command;
    }

    private int Print(string shell)
    {
        if (!Scripts.TryGetValue(shell, out var script))
        {
            throw new UsageException($"SHELL is '{shell}'; it must be bash, zsh or fish{Suggestion.For(shell, Scripts.Keys)}");
        }

        context.Out.Profile.Out.Writer.WriteLine(script);
        return ExitCode.Success;
    }

    private int Complete(Command root, string line)
    {
        var text = line[Math.Min(line.Length, Program.Length)..];
        var word = text[(text.LastIndexOf(' ') + 1)..];
        var completions = root.Parse(text).GetCompletions(text.Length).Select(completion => completion.Label)
            .Where(label => label.StartsWith(word, StringComparison.OrdinalIgnoreCase) && label[0] != '/')
            .Where(label => word.StartsWith('-') || !label.StartsWith('-'))
            .GroupBy(label => label, StringComparer.OrdinalIgnoreCase)

            // Of an option of an enumeration also its members' names in C#; the lower case comes last in the order of code points.
            .Select(same => same.Max(StringComparer.Ordinal));
        foreach (var completion in completions)
        {
            context.Out.Profile.Out.Writer.WriteLine(completion);
        }

        return ExitCode.Success;
    }
}
