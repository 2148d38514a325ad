using System.CommandLine;
using ImgCompress.Configuration;
using ImgCompress.Engine.Hosting;
using ImgCompress.Enqueuer.Output;
using ImgCompress.Enqueuer.Running;
using ImgCompress.Ledger;
using Spectre.Console;

namespace ImgCompress.Enqueuer.Commands;

/// <summary><c>status [JOB]</c>: how far a job is.</summary>
internal sealed class StatusCommand(CommandContext context)
{
    private readonly BackendOptions _backend = new(context);
    private readonly OutputOptions _output = new();
    private readonly StrictOption _strict = new();

    private readonly Option<bool> _watch = new("--watch")
    {
        Description = "Show how far it is until it has ended, and print it then; Ctrl-C only stops watching",
    };

    public Command Build()
    {
        var command = new Command("status", "Say how far a job is") { _watch };
        _backend.AddTo(command, job: true);
        _strict.AddTo(command);
        _output.AddTo(command);
        command.SetAction(PrintAsync);
        return command;
    }

    private async Task<int> PrintAsync(ParseResult result, CancellationToken cancellationToken)
    {
        using var backend = _backend.Open(result);
        var job = await _backend.FindJobAsync(result, backend.Ledger, cancellationToken);
        using var stop = new StopSignals();
        var ended = !result.GetValue(_watch) || await new JobWatching(context, backend.Ledger, backend.Queue)
            .WaitAsync(job.Id, _output.Quiet(result) || _output.Json(result), stop.Token);
        job = await backend.Ledger.FindJobAsync(job.Id, cancellationToken) ?? job;
        var standing = new JobStanding(
            job,
            await backend.Ledger.CountAsync(job.Id, cancellationToken),
            await backend.Queue.CountMessagesAsync(cancellationToken),
            context.Time.GetUtcNow());
        var deadLetters = await backend.Queue.CountDeadLettersAsync(cancellationToken);
        var undelivered = deadLetters > standing.Counts.Failed
            ? (await new UndeliveredItems(backend.Ledger, backend.Queue).FindAsync(job, cancellationToken)).Count
            : 0;
        Print(result, standing, deadLetters, undelivered);
        return !ended ? ExitCode.Interrupted
            : standing.LacksMessages || undelivered > 0 ? ExitCode.Failed
            : _strict.ExitCodeOf(result, standing.Counts.Failed, standing.Counts.Skipped);
    }

    private void Print(ParseResult result, JobStanding standing, long deadLetters, long undelivered)
    {
        var (job, counts, queue, _) = standing;
        if (_output.Json(result))
        {
            var report = RunReport.Of(job, counts) with
            {
                Waiting = queue.Waiting,
                InFlight = queue.InFlight,
                DeadLetters = deadLetters,
                Undelivered = undelivered,
                LastProgress = standing.LastProgress,
                StandsStillSince = standing.StandsStillSince,
            };
            OutputOptions.PrintJson(report, OutputJson.Default.RunReport);
        }
        else
        {
            PrintCounts(job, counts);
            context.Out.WriteWrapped($"  last progress {Format.Moment(standing.LastProgress, context.Time)}");
            if (!queue.IsEmpty || deadLetters > 0)
            {
                context.Out.WriteWrapped(
                    $"  queue, of all jobs: about {Format.Count(queue.Waiting)} waiting, {Format.Count(queue.InFlight)} in flight, "
                    + $"{Format.Plural(deadLetters, "dead letter")}");
            }
        }

        PrintHints(result, standing, undelivered);
    }

    private void PrintCounts(JobRow job, Counts counts)
    {
        var total = job.TotalOf(counts) is { } known ? Format.Count(known) : "an unknown number of";
        var name = job.Options.Name is { } given ? $" ({given})" : "";
        context.Out.MarkupLineInterpolated($"[bold]{job.Id}[/]{name} {RunReport.StateOf(job, counts)}: {Format.Spec(job.Spec)}");
        context.Out.WriteWrapped(
            $"  {Format.Count(counts.Ended)} of {total} files: {Format.Count(counts.Done)} resized, "
            + $"{Format.Count(counts.Unchanged)} unchanged, {Format.Count(counts.Kept)} kept, "
            + $"{Format.Count(counts.Skipped)} skipped, {Format.Count(counts.Failed)} failed"
            + (counts.Restored > 0 ? $", {Format.Count(counts.Restored)} restored" : ""));
        context.Out.WriteWrapped(
            $"  {Format.Bytes(counts.Sizes.BytesIn)} became {Format.Bytes(counts.Sizes.BytesOut)}, {Format.Saved(counts.Sizes)}");
        if (job.LeftOut > 0)
        {
            context.Out.WriteWrapped(
                $"  {Format.Plural(job.LeftOut, "file")} left out: unfinished in other jobs at the time, or paths too long");
        }
    }

    /// <summary>What hinders it, and what helps.</summary>
    private void PrintHints(ParseResult result, JobStanding standing, long undelivered)
    {
        var job = standing.Job;
        if (job.Paused is { } why && !standing.IsFinished && job.State != JobState.Cancelled)
        {
            context.Error.MarkupLineInterpolated($"[yellow]Paused: {why}. It goes on with: {_backend.Hint(result, "resume", job)}[/]");
        }

        if (undelivered > 0)
        {
            var (files, redrive) = (Format.Plural(undelivered, "file"), $"{CommandHint.Of("redrive", "--reason", "undelivered")}");
            context.Error.MarkupLineInterpolated(
                $"[yellow]The queue gave up the messages of {files}. Look at the worker's log, then: {redrive}[/]");
        }

        if (standing.StandsStillSince is { } since)
        {
            var hint = standing.LacksMessages
                ? "files are unfinished and no message is in the queue. What stands still goes on with: "
                    + _backend.Hint(result, "reconcile", job)
                : "messages wait, and no worker has been seen since. Is one running?";
            context.Error.MarkupLineInterpolated($"[yellow]It stands still since {Format.Moment(since, context.Time)}: {hint}[/]");
        }
    }
}
