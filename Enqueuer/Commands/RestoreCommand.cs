using System.CommandLine;
using ImgCompress.Configuration;
using ImgCompress.Enqueuer.Output;
using ImgCompress.Enqueuer.Running;
using Spectre.Console;

namespace ImgCompress.Enqueuer.Commands;

/// <summary><c>restore [JOB] [DIR]</c>: puts the originals back that a job has kept.</summary>
internal sealed class RestoreCommand(CommandContext context)
    : JobFilesCommand<RestoreReport>(context, OutputJson.Default.RestoreReport)
{
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only say what would be put back" };

    public Command Build()
    {
        var command = new Command(
            "restore", "Put back the originals that a job has kept (--keep-originals), where nobody has changed the results since")
        {
            _dryRun,
        };
        AddTo(command, ofKept: true);
        return command;
    }

    protected override async Task<(Func<Task<RestoreReport>> Work, Func<string> Progress)?> PrepareAsync(
        ParseResult result, OpenedJob opened, CancellationToken stop)
    {
        var options = opened.Job.Options;
        if (!options.KeepOriginals || options.Source is not null)
        {
            throw new UsageException(
                $"job {opened.Job.Id} kept no originals to put back: it ran "
                + (options.Source is null ? "without --keep-originals" : "with --output, and left them where they are"));
        }

        var dryRun = result.GetValue(_dryRun);
        await (dryRun ? (Task)opened.Ownership.CompareAsync(stop) : opened.Ownership.TakeAsync(stop));
        var restorer = new Restorer(opened.Ledger, opened.Root, opened.Ownership, opened.Job);
        return (
            () => restorer.RestoreAsync(opened.Filter, dryRun, stop),
            () => $"{Format.Plural(restorer.Seen, "original")} looked at");
    }

    protected override (bool IsComplete, int Findings) End(RestoreReport report) => (report.Complete, report.Left.Count);

    protected override void Print(ParseResult result, RestoreReport report)
    {
        var files = Format.Plural(report.Restored, "original");
        Out.MarkupLineInterpolated(report.DryRun
            ? (FormattableString)$"{files} would be put back, {Format.Bytes(report.Bytes)}."
            : $"[green]{files} put back[/], {Format.Bytes(report.Bytes)}.");
        if (report.Already > 0)
        {
            Out.MarkupLineInterpolated($"{Format.Plural(report.Already, "file")} put back before.");
        }

        if (report.Left.Count > 0)
        {
            Out.MarkupLineInterpolated($"[red]{Format.Plural(report.Left.Count, "file")} left as it is[/]:");
            PrintFindings(report.Left);
        }

        if (!report.Complete)
        {
            Error.MarkupLine("[yellow]Interrupted[/]. The same command goes on from here.");
        }
    }
}
