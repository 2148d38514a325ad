using System.CommandLine;
using ImgCompress.Configuration;
using ImgCompress.Contracts;
using ImgCompress.Enqueuer.Output;
using ImgCompress.Enqueuer.Running;
using ImgCompress.Queue;
using Spectre.Console;

namespace ImgCompress.Enqueuer.Commands;

/// <summary><c>redrive</c>: dead letters back into the queue.</summary>
internal sealed class RedriveCommand(CommandContext context)
{
    private readonly BackendOptions _backend = new(context);
    private readonly OutputOptions _output = new();

    private readonly Option<JobId?> _job = new("--job")
    {
        Description = "Only those of this job",
        HelpName = "ID",
        CustomParser = result => JobId.TryParse(result.Tokens[0].Value, out var job)
            ? job
            : RequestOptions.Refuse<JobId?>(result, $"--job is '{result.Tokens[0].Value}'; it must be a job's id"),
    };

    private readonly Option<FailureReason?> _reason = new("--reason")
    {
        Description = "Only those that failed, or were skipped, for this reason, e.g. corrupt",
        HelpName = "REASON",
        CustomParser = result => FailureReasons.TryParse(result.Tokens[0].Value, out var reason)
            ? reason
            : RequestOptions.Refuse<FailureReason?>(
                result, $"--reason is '{result.Tokens[0].Value}'; it must be one of {string.Join(", ", FailureReasons.All)}"
                    + Suggestion.For(result.Tokens[0].Value, FailureReasons.All)),
        CompletionSources = { FailureReasons.All.ToArray() },
    };

    public Command Build()
    {
        var command = new Command("redrive", "Send dead letters back into the queue, once the cause has been fixed") { _job, _reason };
        _job.CompletionSources.Add(_backend.JobIds);
        _backend.AddTo(command, directory: true);
        _output.AddTo(command);
        command.SetAction(RedriveAsync);
        return command;
    }

    private async Task<int> RedriveAsync(ParseResult result, CancellationToken cancellationToken)
    {
        using var backend = _backend.Open(result);
        var filter = new RedriveFilter(result.GetValue(_job), result.GetValue(_reason));
        var redriven = await backend.Queue.RedriveAsync(filter, null, cancellationToken);
        var skipped = await new SkippedItems(backend.Ledger, backend.Queue).RedriveAsync(filter, cancellationToken);
        var left = await backend.Queue.CountDeadLettersAsync(cancellationToken);
        if (_output.Json(result))
        {
            OutputOptions.PrintJson(new RedriveReport(redriven + skipped, left), OutputJson.Default.RedriveReport);
        }
        else
        {
            context.Out.MarkupLineInterpolated(
                $"{Format.Plural(redriven, "dead letter")} sent back into the queue; about {Format.Count(left)} left.");
            if (skipped > 0)
            {
                context.Out.MarkupLineInterpolated($"{Format.Plural(skipped, "skipped file")} sent into the queue again.");
            }
        }

        return ExitCode.Success;
    }
}
