using System.CommandLine;
using ImgCompress.Configuration;

namespace ImgCompress.Enqueuer.Commands;

/// <summary><c>--strict</c>: whether skipped files count in the exit code as failed ones do.</summary>
internal sealed class StrictOption
{
    private readonly Option<bool> _strict = new("--strict")
    {
        Description = "Exit with 1 for skipped files too: links, hard links, and images of a kind that is not resized",
    };

    public void AddTo(Command command) => command.Options.Add(_strict);

    /// <summary>The <see cref="ExitCode"/> of a job with so many failed and skipped files.</summary>
    public int ExitCodeOf(ParseResult result, long failed, long skipped) =>
        failed > 0 || (result.GetValue(_strict) && skipped > 0) ? ExitCode.Failed : ExitCode.Success;
}
