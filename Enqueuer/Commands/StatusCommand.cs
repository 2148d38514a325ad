using System.CommandLine;
using ImgCompress.Configuration;
using ImgCompress.Enqueuer.Output;
using ImgCompress.Ledger;
using ImgCompress.Queue;
using Spectre.Console;

namespace ImgCompress.Enqueuer.Commands;

/// <summary><c>status [JOB]</c>: how far a job is.</summary>
internal sealed class StatusCommand(CommandContext context)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly BackendOptions _backend = new(context);
    private readonly OutputOptions _output = new();
    private readonly StrictOption _strict = new();
    private readonly Option<bool> _watch = new("--watch") { Description = "Print it again every second until the job has ended" };

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
        while (true)
        {
            var job = await _backend.FindJobAsync(result, backend.Ledger, cancellationToken);
            var counts = await backend.Ledger.CountAsync(job.Id, cancellationToken);
            var queue = await backend.Queue.CountMessagesAsync(cancellationToken);
            var deadLetters = await backend.Queue.CountDeadLettersAsync(cancellationToken);
            var standsStill = job.State == JobState.Sealed && !job.IsFinished(counts) && queue.IsEmpty;
            Print(job, counts, queue, deadLetters, _output.Json(result));
            if (standsStill)
            {
                context.Error.MarkupLine(
                    "[yellow]Files are unfinished and no message is in the queue. "
                    + "What stands still goes on with: img-compress reconcile[/]");
            }

            if (!result.GetValue(_watch) || job.IsFinished(counts) || job.State == JobState.Cancelled)
            {
                return standsStill ? ExitCode.Failed : _strict.ExitCodeOf(result, counts.Failed, counts.Skipped);
            }

            await Task.Delay(Interval, context.Time, cancellationToken);
        }
    }

    private void Print(JobRow job, Counts counts, MessageCounts queue, long deadLetters, bool json)
    {
        if (json)
        {
            var report = RunReport.Of(job, counts) with
            {
                Waiting = queue.Waiting,
                InFlight = queue.InFlight,
                DeadLetters = deadLetters,
            };
            OutputOptions.PrintJson(report, OutputJson.Default.RunReport);
            return;
        }

        var total = job.Total is { } known ? Format.Count(known) : "an unknown number of";
        var name = job.Options.Name is { } given ? $" ({given})" : "";
        context.Out.MarkupLineInterpolated($"[bold]{job.Id}[/]{name} {RunReport.StateOf(job, counts)}: {Format.Spec(job.Spec)}");
        context.Out.WriteLine(
            $"  {Format.Count(counts.Ended)} of {total} files: {Format.Count(counts.Done)} resized, "
            + $"{Format.Count(counts.Unchanged)} unchanged, {Format.Count(counts.Kept)} kept, "
            + $"{Format.Count(counts.Skipped)} skipped, {Format.Count(counts.Failed)} failed");
        context.Out.WriteLine(
            $"  {Format.Bytes(counts.Sizes.BytesIn)} became {Format.Bytes(counts.Sizes.BytesOut)}, {Format.Saved(counts.Sizes)}");
        if (!queue.IsEmpty || deadLetters > 0)
        {
            context.Out.WriteLine(
                $"  queue, of all jobs: about {Format.Count(queue.Waiting)} waiting, {Format.Count(queue.InFlight)} in flight, "
                + $"{Format.Plural(deadLetters, "dead letter")}");
        }
    }
}
