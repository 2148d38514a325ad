using ImgCompress.Contracts;
using ImgCompress.Enqueuer.Output;
using ImgCompress.Enqueuer.Running;
using ImgCompress.Ledger;

namespace ImgCompress.Enqueuer.Commands;

/// <summary>Runs a job with progress and summary for a terminal, or with JSON for a script.</summary>
internal sealed class ConsoleRun(CommandContext context)
{
    /// <summary>How many failures are told of as they come.</summary>
    private const int MaxTold = 50;

    private int _told;

    /// <summary>Runs a request with its display, and prints its summary.</summary>
    /// <returns>What became of the job, and whether the person at the terminal interrupted it.</returns>
    public async Task<(RunResult Result, bool Interrupted)> RunAsync(RunRequest request, bool json, bool quiet)
    {
        var notices = new Notices();
        using var interrupt = Interrupt.Listen(notices);
        var progress = new RunProgress(context.Time)
        {
            Failed = quiet ? null : (job, path, failure) => Tell(notices, job, path, failure),
        };
        var runner = new Runner(request, context.Time, context.Random)
        {
            Started = quiet ? null : (job, cutOff) => Announce(notices, request, job, cutOff),
        };
        var run = Task.Run(() => runner.RunAsync(progress, interrupt.Token));
        var display = new Display(context.Error, notices, context.Time);
        await (quiet
            ? display.ShowNoticesAsync(run)
            : display.ShowAsync(run, progress.Snapshot, ProgressDisplay.OfRun));
        var ended = await run;
        var interrupted = interrupt.Token.IsCancellationRequested && !ended.IsFinished;
        if (json)
        {
            OutputOptions.PrintJson(RunReport.Of(ended), OutputJson.Default.RunReport);
        }
        else if (!quiet || ended.Failures.Count > 0)
        {
            Summary.Print(context.Out, ended, request.Output ?? request.Directory, interrupted);
        }

        return (ended, interrupted);
    }

    /// <summary>A failure, as it comes; the summary has it once more.</summary>
    private void Tell(Notices notices, JobRow? job, RelativePath path, Failure failure)
    {
        switch (Interlocked.Increment(ref _told))
        {
            case <= MaxTold:
                var shown = job is null ? path.ToDisplay() : OriginalFile.Show(job, path);
                notices.Add(WrappedLine.OfFailure(shown, failure.Reason.ToName(), failure.Detail, isSkipped: false));
                break;
            case MaxTold + 1:
                notices.Add($"[grey]  … further failures are only counted here.[/]");
                break;
        }
    }

    private static void Announce(Notices notices, RunRequest request, JobRow job, IReadOnlySet<RelativePath> cutOff)
    {
        var where = request.Output is null ? $"in {request.Directory}" : $"from {request.Directory} into {request.Output}";
        notices.Add($"Resizing the images {where} {Format.Spec(job.Spec)}. [grey]Job {job.Id}[/]");
        if (job.Directory.Length > 0)
        {
            notices.Add($"[grey]It belongs to the ledger of a directory above, as '{job.Directory}'.[/]");
        }

        if (cutOff.Count > 0)
        {
            var names = string.Join(", ", cutOff.Order().Take(5).Select(path => path.ToDisplay()));
            var more = cutOff.Count > 5 ? ", …" : "";
            notices.Add($"[yellow]An earlier run was cut off. The files in progress then come last now: {names}{more}[/]");
        }
    }
}
