using System.CommandLine;
using System.CommandLine.Completions;
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

    /// <summary>What stands for directories: a shell completes them better than anybody else.</summary>
    private const string DirectoryMark = ":directory";

    private static readonly Dictionary<string, string> Scripts = new(StringComparer.OrdinalIgnoreCase)
    {
        ["bash"] = """
            _img_compress() {
                local line="${COMP_LINE:0:COMP_POINT}" word="${COMP_WORDS[COMP_CWORD]}" found IFS=$'\n'
                found=$("${COMP_WORDS[0]}" complete "img-compress${line#"${COMP_WORDS[0]}"}" 2>/dev/null)
                COMPREPLY=($(compgen -W "${found//:directory/}" -- "$word"))
                [[ $found == *:directory ]] && compopt -o filenames && COMPREPLY+=($(compgen -d -- "$word"))
            }
            complete -o default -F _img_compress img-compress
            """,
        ["zsh"] = """
            #compdef img-compress
            _img_compress() {
                local -a found
                found=(${(f)"$(${words[1]} complete "img-compress ${(j: :)words[2,CURRENT]}" 2>/dev/null)"})
                (( $#found )) || { _files; return }
                [[ $found[-1] == :directory ]] && { _files -/; found[-1]=() }
                compadd -a found
            }
            compdef _img_compress img-compress
            """,
        ["fish"] = """
            function __img_compress
                set -l words (commandline -opc)
                set -l found (command $words[1] complete (string join ' ' -- img-compress $words[2..-1] (commandline -ct)) 2>/dev/null)
                string match -v :directory -- $found
                contains :directory -- $found; and __fish_complete_directories (commandline -ct)
            end
            complete -c img-compress -a '(__img_compress)'
            """,
    };

    private readonly Argument<string> _shell = new("SHELL") { Description = "bash, zsh or fish" };

    private readonly Argument<string> _line = new("LINE");

    /// <summary>
    /// The completions of an argument or an option that takes a directory; only what contains the word that is completed goes through.
    /// </summary>
    public static IEnumerable<CompletionItem> Directories(CompletionContext completion) =>
        [new($"{DirectoryMark}{completion.WordToComplete}")];

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
        command.SetAction(result => Complete((RootCommand)result.RootCommandResult.Command, result.GetRequiredValue(_line)));
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

    private int Complete(RootCommand root, string line)
    {
        var text = line[Math.Min(line.Length, Program.Length)..];
        var word = text[(text.LastIndexOf(' ') + 1)..];
        var completions = CommandLine.Parse(root, text).GetCompletions(text.Length).Select(completion => completion.Label)
            .Select(label => label.StartsWith(DirectoryMark, StringComparison.Ordinal) ? DirectoryMark : label)
            .Where(label => label == DirectoryMark
                || (label.StartsWith(word, StringComparison.OrdinalIgnoreCase) && label[0] != '/'))
            .Where(label => word.StartsWith('-') || !label.StartsWith('-'))
            .OrderBy(label => label == DirectoryMark)
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
