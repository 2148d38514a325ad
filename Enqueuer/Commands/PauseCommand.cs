using System.CommandLine;
using ImgCompress.Configuration;
using ImgCompress.Ledger;
using Spectre.Console;

namespace ImgCompress.Enqueuer.Commands;

/// <summary><c>pause [JOB]</c>: begins nothing more of a job until it is resumed.</summary>
internal sealed class PauseCommand(CommandContext context)
{
    private readonly BackendOptions _backend = new(context);

    public Command Build()
    {
        var command = new Command("pause", "Begin nothing more of an unfinished job until it is resumed; files in progress are completed");
        _backend.AddTo(command, job: true);
        command.SetAction(PauseAsync);
        return command;
    }

    private async Task<int> PauseAsync(ParseResult result, CancellationToken cancellationToken)
    {
        using var backend = _backend.Open(result);
        var job = await _backend.FindJobAsync(result, backend.Ledger, cancellationToken);
        if (job.State == JobState.Cancelled || job.IsFinished(await backend.Ledger.CountAsync(job.Id, cancellationToken)))
        {
            throw new UsageException($"job {job.Id} has ended; there is nothing to pause");
        }

        await backend.Ledger.PauseAsync(job.Id, "by hand", cancellationToken);
        context.Out.MarkupLineInterpolated($"Job {job.Id} is paused. It goes on with: {_backend.Hint(result, "resume", job)}");
        return ExitCode.Success;
    }
}
