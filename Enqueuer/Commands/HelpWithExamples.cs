using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace ImgCompress.Enqueuer.Commands;

/// <summary>The usual help, and below it examples.</summary>
internal sealed class HelpWithExamples(HelpAction help, IReadOnlyDictionary<string, string> examples) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        var code = help.Invoke(parseResult);
        if (examples.TryGetValue(parseResult.CommandResult.Command.Name, out var text))
        {
            parseResult.InvocationConfiguration.Output.WriteLine($"Examples:{Environment.NewLine}{text}");
        }

        return code;
    }
}
