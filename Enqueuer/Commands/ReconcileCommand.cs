using System.CommandLine;
using ImgCompress.Configuration;
using ImgCompress.Enqueuer.Output;
using ImgCompress.Enqueuer.Running;
using ImgCompress.Files;
using ImgCompress.Ledger;
using ImgCompress.Platform;
using Spectre.Console;

namespace ImgCompress.Enqueuer.Commands;

/// <summary><c>reconcile [JOB]</c>: what stands still goes on.</summary>
internal sealed class ReconcileCommand(CommandContext context)
{
    private readonly BackendOptions _backend = new(context);
    private readonly OutputOptions _output = new();

    private readonly Option<bool> _anyway = new("--anyway")
    {
        Description = "Send messages again although the queue still holds some; harmless, but each is worked through",
    };

    public Command Build()
    {
        var command = new Command(
            "reconcile", "Send the messages of unfinished files again, and remove stray temp files; harmless beside workers")
        {
            _anyway,
        };
        _backend.AddTo(command, job: true, all: "all unfinished jobs");
        _output.AddTo(command);
        command.SetAction(ReconcileAsync);
        return command;
    }

    private async Task<int> ReconcileAsync(ParseResult result, CancellationToken cancellationToken)
    {
        using var backend = _backend.Open(result);
        var only = _backend.JobId(result) is { } id
            ? await new Jobs(backend.Ledger, context.Time, context.Random).FindAsync(id, cancellationToken)
            : null;
        using var root = backend.Embedded is null ? OpenRoot(_backend.ReadSettings(result).Root) : null;
        if (root is not null)
        {
            await new RootOwnership(root, backend.Ledger, context.Time, context.Random).CompareAsync(cancellationToken);
        }

        var found = await new Reconciler(backend.Ledger, backend.Queue, backend.Embedded?.Root ?? root)
            .ReconcileAsync(only, result.GetValue(_anyway), cancellationToken);
        if (_output.Json(result))
        {
            OutputOptions.PrintJson(found, OutputJson.Default.ReconcileResult);
        }
        else
        {
            Print(found);
        }

        return found.Complete ? ExitCode.Success : ExitCode.Interrupted;
    }

    /// <summary>Whoever looks after jobs need not have the file system: then temp files are left to somebody who has.</summary>
    private static IFileRoot? OpenRoot(string location)
    {
        try
        {
            return FileRoot.Open(location);
        }
        catch (FileFaultException)
        {
            return null;
        }
    }

    private void Print(ReconcileResult found)
    {
        context.Out.MarkupLineInterpolated(found.Unfinished == 0
            ? (FormattableString)$"Nothing is unfinished."
            : $"{Format.Plural(found.Unfinished, "file")} unfinished in {Format.Plural(found.Jobs, "job")}.");
        if (found.Sent > 0)
        {
            context.Out.MarkupLineInterpolated($"{Format.Plural(found.Sent, "message")} sent again.");
        }
        else if (found.Queued > 0 && found.Unfinished > 0)
        {
            var queued = Format.Plural(found.Queued, "message");
            context.Out.MarkupLineInterpolated(
                $"The queue holds about {queued}, which come by themselves: none sent. (--anyway sends them.)");
        }

        if (found.RemovedTemps is { } removed)
        {
            context.Out.MarkupLineInterpolated($"{Format.Plural(removed, "stray temp file")} removed.");
        }
        else
        {
            context.Out.WriteLine("Temp files were not looked at: the root is not mounted here.");
        }

        foreach (var job in found.Loading)
        {
            context.Out.MarkupLineInterpolated(
                $"[yellow]Job {job} is not submitted to its end. Unless that goes on: {CommandHint.Program} submit DIR --job {job}[/]");
        }
    }
}
