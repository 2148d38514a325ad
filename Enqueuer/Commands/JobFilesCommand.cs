using System.CommandLine;
using System.Text.Json.Serialization.Metadata;
using ImgCompress.Configuration;
using ImgCompress.Enqueuer.Output;
using ImgCompress.Enqueuer.Running;
using ImgCompress.Ledger;
using Spectre.Console;

namespace ImgCompress.Enqueuer.Commands;

/// <summary>
/// A command on the files of a job that has run: opens the job, shows the work under way, and prints its report.
/// </summary>
/// <typeparam name="TReport">What the command finds.</typeparam>
/// <param name="context">What the command uses besides its options.</param>
/// <param name="json">How the report is printed with <c>--json</c>.</param>
internal abstract class JobFilesCommand<TReport>(CommandContext context, JsonTypeInfo<TReport> json)
{
    private readonly JobFilesOptions _files = new(context);
    private readonly OutputOptions _output = new();

    protected IAnsiConsole Out => context.Out;

    protected IAnsiConsole Error => context.Error;

    /// <param name="command">The command that gets the options that all of these have.</param>
    /// <param name="some">Whether it may be told to take only some of the files.</param>
    /// <param name="ofKept">Whether the job that is meant where none is named is the newest that has kept originals.</param>
    protected void AddTo(Command command, bool some = true, bool ofKept = false)
    {
        _files.AddTo(command, some, ofKept);
        _output.AddTo(command);
        command.SetAction((result, _) => RunAsync(result));
    }

    /// <summary>Whether the command line names the job.</summary>
    protected bool NamesJob(ParseResult result) => _files.NamesJob(result);

    /// <summary>Checks that the work may be done, and says what it is.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="opened">The job.</param>
    /// <param name="stop">Ends the work after the files in progress.</param>
    /// <returns>The work, and its progress at this moment; null: whoever was asked does not want it.</returns>
    /// <exception cref="UsageException">It may not be done.</exception>
    protected abstract Task<(Func<Task<TReport>> Work, Func<string> Progress)?> PrepareAsync(
        ParseResult result, OpenedJob opened, CancellationToken stop);

    protected abstract void Print(ParseResult result, TReport report);

    /// <summary>Whether it came to its end, and how many files are not as they should be.</summary>
    protected abstract (bool IsComplete, int Findings) End(TReport report);

    /// <summary>The command that says more of the job, for a hint.</summary>
    protected string Hint(ParseResult result, string command, JobRow job) => _files.Hint(result, command, job);

    /// <summary>One line each: a path must come out whole, to be copied, however narrow the terminal is.</summary>
    protected void PrintFindings(IEnumerable<FileFinding> findings)
    {
        foreach (var (path, reason, detail) in findings)
        {
            Out.Write(WrappedLine.OfFailure(path, reason, detail, isSkipped: true));
            Out.WriteLine();
        }
    }

    private async Task<int> RunAsync(ParseResult result)
    {
        var notices = new Notices();
        using var interrupt = Interrupt.Listen(notices);
        using var opened = await _files.OpenAsync(result, interrupt.Token);
        if (await PrepareAsync(result, opened, interrupt.Token) is not var (work, progress))
        {
            return ExitCode.Interrupted;
        }

        var running = Task.Run(work);
        var display = new Display(context.Error, notices, context.Time);
        await (_output.Quiet(result)
            ? display.ShowNoticesAsync(running)
            : display.ShowAsync(running, progress, ProgressDisplay.SoFar));
        var report = await running;
        if (_output.Json(result))
        {
            OutputOptions.PrintJson(report, json);
        }
        else
        {
            Print(result, report);
        }

        var (isComplete, findings) = End(report);
        return !isComplete ? ExitCode.Interrupted : findings > 0 ? ExitCode.Failed : ExitCode.Success;
    }
}
