using System.CommandLine;
using ImgCompress.Configuration;
using ImgCompress.Enqueuer.Output;
using ImgCompress.Enqueuer.Running;
using ImgCompress.Ledger;
using Spectre.Console;

namespace ImgCompress.Enqueuer.Commands;

/// <summary><c>keep [JOB]</c>: what a job has kept of its originals; <c>--drop</c> gives it up.</summary>
internal sealed class KeepCommand(CommandContext context)
    : JobFilesCommand<KeepReport>(context, OutputJson.Default.KeepReport)
{
    private readonly Option<bool> _drop = new("--drop")
    {
        Description = "Remove the kept originals, each once its result has been read in place",
    };

    private readonly Option<bool> _yes = new("--yes") { Description = "Do not ask" };

    public Command Build()
    {
        var command = new Command("keep", "Say how many originals a job has kept, and how many bytes they take; or give them up")
        {
            _drop, _yes,
        };
        AddTo(command, some: false, ofKept: true);
        return command;
    }

    protected override async Task<(Func<Task<KeepReport>> Work, Func<string> Progress)?> PrepareAsync(
        ParseResult result, OpenedJob opened, CancellationToken stop)
    {
        await opened.Ownership.CompareAsync(stop);
        var kept = new KeptOriginals(opened.Root, opened.Job).List(new PathFilter("", []))
            .Aggregate((Count: 0L, Bytes: 0L), (sum, one) => (sum.Count + 1, sum.Bytes + one.Bytes));
        var report = new KeepReport(opened.Job.Id.ToString(), kept.Count, kept.Bytes, 0, 0, []);
        if (!result.GetValue(_drop))
        {
            return (() => Task.FromResult(report), () => $"{Format.Plural(report.Kept, "original")} kept");
        }

        if (!NamesJob(result))
        {
            throw new UsageException($"keep --drop needs the id of the job, such as {opened.Job.Id}");
        }

        await RequireEndedAsync(result, opened, stop);
        if (kept.Count > 0 && !result.GetValue(_yes) && !Confirm(report))
        {
            return null;
        }

        var drop = new KeptDrop(opened.Ledger, opened.Root, opened.Job);
        return (() => drop.DropAsync(stop), () => $"{Format.Plural(drop.Seen, "original")} looked at");
    }

    protected override (bool IsComplete, int Findings) End(KeepReport report) => (true, report.Left.Count);

    protected override void Print(ParseResult result, KeepReport report)
    {
        if (result.GetValue(_drop))
        {
            Out.MarkupLineInterpolated(
                $"{Format.Plural(report.Dropped, "original")} removed, {Format.Bytes(report.DroppedBytes)}.");
        }

        Out.MarkupLineInterpolated(
            $"Job {report.Job} keeps {Format.Plural(report.Kept, "original")}, {Format.Bytes(report.Bytes)}.");
        PrintFindings(report.Left);
    }

    private async Task RequireEndedAsync(ParseResult result, OpenedJob opened, CancellationToken stop)
    {
        var job = opened.Job;
        if (job.State != JobState.Cancelled && !job.IsFinished(await opened.Ledger.CountAsync(job.Id, stop)))
        {
            throw new UsageException(
                $"job {job.Id} is unfinished: its originals are given up once it has ended ({Hint(result, "status", job)})");
        }
    }

    private bool Confirm(KeepReport report)
    {
        Error.MarkupLineInterpolated(
            $"{Format.Plural(report.Kept, "original")} of job {report.Job}, {Format.Bytes(report.Bytes)}, will be removed for good.");
        if (Console.IsInputRedirected)
        {
            throw new UsageException("keep --drop asks before it does that, and this is no terminal: give --yes");
        }

        return Question.MayGoOn(Error);
    }
}
