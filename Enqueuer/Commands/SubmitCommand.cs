using System.CommandLine;
using ImgCompress.Configuration;
using ImgCompress.Contracts;
using ImgCompress.Engine.Embedded;
using ImgCompress.Engine.Hosting;
using ImgCompress.Enqueuer.Output;
using ImgCompress.Enqueuer.Running;
using ImgCompress.Files;
using ImgCompress.Ledger;
using ImgCompress.Platform;
using Spectre.Console;

namespace ImgCompress.Enqueuer.Commands;

/// <summary><c>submit DIR</c>: rows, then messages; the workers do the rest.</summary>
internal sealed class SubmitCommand(CommandContext context)
{
    private readonly Argument<string> _directory = new("DIR")
    {
        HelpName = "DIR",
        Description = "The directory whose images are resized; on AWS, below the root",
    };

    private readonly RequestOptions _request = new();
    private readonly BackendOptions _backend = new(context);
    private readonly OutputOptions _output = new();
    private readonly StrictOption _strict = new();

    private readonly Option<string?> _job = new("--job")
    {
        Description = "Resume the submission of this job, after it was cut off; the job's own options apply",
        HelpName = "ID",
    };

    private readonly Option<bool> _wait = new("--wait") { Description = "Wait until the workers have ended the job" };

    public Command Build()
    {
        _directory.CompletionSources.Add(CompletionCommand.Directories);
        var command = new Command("submit", "Enqueue every image of a directory for the workers") { _directory, _job, _wait };
        _job.CompletionSources.Add(_backend.JobIds);
        _request.AddTo(command);
        _backend.AddTo(command);
        _strict.AddTo(command);
        _output.AddTo(command);
        command.SetAction((result, _) => SubmitAsync(result));
        return command;
    }

    private async Task<int> SubmitAsync(ParseResult result)
    {
        var notices = new Notices();
        using var interrupt = Interrupt.Listen(notices);
        var settings = _backend.ReadSettings(result);
        var from = settings.Aws is null ? Environment.CurrentDirectory : settings.Root;
        var directory = FileRoot.Resolve(result.GetRequiredValue(_directory), from);
        var output = _request.Output(result) is { } given ? FileRoot.Resolve(given, from) : null;
        if (output is null && !_request.TakesProtectedDirectories(result))
        {
            // On AWS the root is a mounted file system, and all of it may be meant.
            var full = settings.Aws is null ? directory : Path.GetFullPath(directory, settings.Root);
            ProtectedDirectory.Refuse(full, Machine.Here(), mounts: settings.Aws is null);
        }

        if (output is not null)
        {
            OutputDirectory.RefuseSame(Path.GetFullPath(directory, from), Path.GetFullPath(output, from));
            if (settings.Aws is null)
            {
                EmbeddedStore.CreateOutput(directory, output);
            }
        }

        var store = settings.Aws is null ? EmbeddedStore.OpenOrCreate(output ?? directory, context.Time, context.Random) : null;
        using var backend = store is null
            ? Backend.OnAws(settings.Aws!, TimeSpan.Zero, context.Time, context.Random)
            : Backend.OnDirectory(store);
        using var root = FileRoot.Open(store?.Root.Location ?? settings.Root);
        await RequireOwnAsync(store, root, backend.Ledger, interrupt.Token);
        var below = store?.Directory ?? RootPath.Below(settings.Root, output ?? directory, mustExist: output is null);
        RootPath.RequireNoOtherRoot(root.Location, below);
        var source = output is null ? null : store is null ? RootPath.Below(settings.Root, directory) : Path.GetFullPath(directory);
        var request = new JobRequest(below, _request.Spec(result), _request.Options(result) with { Source = source });
        var job = await new Jobs(backend.Ledger, context.Time, context.Random) { FailureLimit = _request.MaxFailures(result) }
            .ContinueOrCreateAsync(
                result.GetValue(_job),
                request,
                created => new RepetitionCheck(backend.Ledger, root, "--again").RequireNoneAsync(created, interrupt.Token),
                interrupt.Token);
        context.Error.MarkupLineInterpolated($"Submitting the images of {directory}, {Format.Spec(job.Spec)}. Job {job.Id}");

        var progress = new RunProgress(context.Time);
        using var scan = new JobScan(root, job);
        var submission = new Submitter(backend.Ledger, backend.Queue).SubmitAsync(
            job, scan.Scan, progress.Submission, interrupt.Token);
        var display = new Display(context.Error, notices, context.Time);
        await (_output.Quiet(result)
            ? display.ShowNoticesAsync(submission)
            : display.ShowAsync(submission, () => ProgressDisplay.Enqueued(progress.Submission), ProgressDisplay.SoFar));
        try
        {
            await submission;
        }
        catch (OperationCanceledException)
        {
            context.Error.MarkupLineInterpolated(
                $"[yellow]Interrupted[/]. Go on with: {CommandHint.Of("submit", directory, "--job", job.Id.ToString())}");
            return ExitCode.Interrupted;
        }

        return await EndAsync(result, backend, job.Id, progress.Submission, interrupt.Token);
    }

    private string Hint(ParseResult result, string command, JobRow job)
    {
        var isEmbedded = _backend.ReadSettings(result).Aws is null;
        var directory = isEmbedded ? _request.Output(result) ?? result.GetRequiredValue(_directory) : null;
        return CommandHint.Of(command, job.Id.ToString(), directory);
    }

    /// <summary>On AWS the workers mark the root, as the user who owns its state directory; here it is only compared.</summary>
    private async Task RequireOwnAsync(EmbeddedStore? store, IFileRoot root, IJobLedger ledger, CancellationToken cancellationToken)
    {
        if (store is not null)
        {
            await store.Ownership.TakeAsync(cancellationToken);
        }
        else
        {
            await new RootOwnership(root, ledger, context.Time, context.Random).CompareAsync(cancellationToken);
        }
    }

    private async Task<int> EndAsync(
        ParseResult result, Backend backend, JobId id, SubmissionProgress submission, CancellationToken stop)
    {
        if (result.GetValue(_wait) && !stop.IsCancellationRequested)
        {
            await new JobWatching(context, backend.Ledger, backend.Queue) { Reconciles = true }
                .WaitAsync(id, _output.Quiet(result) || _output.Json(result), stop);
        }

        var job = (await backend.Ledger.FindJobAsync(id, CancellationToken.None))!;
        var counts = await backend.Ledger.CountAsync(id, CancellationToken.None);
        if (_output.Json(result))
        {
            OutputOptions.PrintJson(RunReport.Of(job, counts, submission), OutputJson.Default.RunReport);
        }
        else
        {
            context.Out.WriteLine(job.Id.ToString());
            Summary.PrintNotices(
                context.Error,
                submission,
                job,
                backend.Embedded is null ? null : _request.Output(result) ?? result.GetRequiredValue(_directory));
            context.Error.WriteWrapped(
                $"{Format.Plural(counts.Items, "file")} in the job, {Format.Count(counts.Unchanged)} of them unchanged. "
                + $"How far it is: {Hint(result, "status", job)}");
        }

        if (job.Paused is { } why && !job.IsFinished(counts))
        {
            context.Error.MarkupLineInterpolated($"[yellow]Paused: {why}. It goes on with: {Hint(result, "resume", job)}[/]");
            return ExitCode.Failed;
        }

        return submission.BusyFiles > 0 || submission.TooLong is not null ? ExitCode.Failed
            : result.GetValue(_wait) ? _strict.ExitCodeOf(result, counts.Failed, counts.Skipped)
            : ExitCode.Success;
    }
}
