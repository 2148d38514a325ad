using System.CommandLine;
using ImgCompress.Configuration;
using ImgCompress.Enqueuer.Output;
using ImgCompress.Enqueuer.Running;
using ImgCompress.Ledger;
using Spectre.Console;

namespace ImgCompress.Enqueuer.Commands;

/// <summary><c>resume [JOB]</c>: a paused job goes on. Workers have taken its messages off the queue, so they are sent again.</summary>
internal sealed class ResumeCommand(CommandContext context)
{
    private readonly BackendOptions _backend = new(context);

    public Command Build()
    {
        var command = new Command("resume", "Let a paused job go on; what has failed stays failed until it is redriven");
        _backend.AddTo(command, job: true);
        command.SetAction(ResumeAsync);
        return command;
    }

    private async Task<int> ResumeAsync(ParseResult result, CancellationToken cancellationToken)
    {
        using var backend = _backend.Open(result);
        var job = await _backend.FindJobAsync(result, backend.Ledger, cancellationToken);
        if (job.Paused is null || job.State == JobState.Cancelled)
        {
            throw new UsageException(job.State == JobState.Cancelled
                ? $"job {job.Id} is not paused but cancelled"
                : $"job {job.Id} is not paused. If it was resumed, and that did not come to its end: {CommandHint.Program} reconcile "
                    + $"{job.Id} --anyway");
        }

        await backend.Ledger.ResumeAsync(job.Id, job.FailureLimit, cancellationToken);
        var resumed = await new Reconciler(backend.Ledger, backend.Queue, root: null)
            .ReconcileAsync(job, anyway: true, CancellationToken.None);
        context.Out.MarkupLineInterpolated($"Job {job.Id} goes on; {Format.Plural(resumed.Sent, "message")} sent again.");
        if (backend.Embedded is not null)
        {
            context.Error.WriteWrapped($"Where no worker runs, the command that began it goes on with it: {CommandHint.Program} run DIR");
        }

        return ExitCode.Success;
    }
}
