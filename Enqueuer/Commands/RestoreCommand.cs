using System.CommandLine;
using ImgCompress.Configuration;
using ImgCompress.Enqueuer.Output;
using ImgCompress.Enqueuer.Running;
using Spectre.Console;

namespace ImgCompress.Enqueuer.Commands;

/// <summary><c>restore JOB [DIR]</c>: puts the originals back that a job has kept.</summary>
internal sealed class RestoreCommand(CommandContext context)
{
    private readonly JobFilesOptions _files = new(context);
    private readonly OutputOptions _output = new();
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only say what would be put back" };

    public Command Build()
    {
        var command = new Command(
            "restore", "Put back the originals that a job has kept (--keep-originals), where nobody has changed the results since");
        _files.AddTo(command);
        command.Options.Add(_dryRun);
        _output.AddTo(command);
        command.SetAction((result, _) => RestoreAsync(result));
        return command;
    }

    private async Task<int> RestoreAsync(ParseResult result)
    {
        var notices = new Notices();
        using var interrupt = Interrupt.Listen(context.Error, notices);
        using var opened = await _files.OpenAsync(result, interrupt.Token);
        if (!opened.Job.Options.KeepOriginals || opened.Job.Options.Source is not null)
        {
            throw new UsageException(
                $"job {opened.Job.Id} kept no originals to put back: it ran "
                + (opened.Job.Options.Source is null ? "without --keep-originals" : "with --output, and left them where they are"));
        }

        var dryRun = result.GetValue(_dryRun);
        if (dryRun)
        {
            await opened.Ownership.CompareAsync(interrupt.Token);
        }
        else
        {
            await opened.Ownership.TakeAsync(interrupt.Token);
        }

        var restorer = new Restorer(opened.Ledger, opened.Root, opened.Ownership, opened.Job);
        var report = await Findings.ShowAsync(
            context,
            notices,
            Task.Run(() => restorer.RestoreAsync(opened.Filter, dryRun, interrupt.Token)),
            () => $"{Format.Plural(restorer.Seen, "original")} looked at",
            _output.Quiet(result));
        if (_output.Json(result))
        {
            OutputOptions.PrintJson(report, OutputJson.Default.RestoreReport);
        }
        else
        {
            Print(report);
        }

        return !report.Complete ? ExitCode.Interrupted : report.Left.Count > 0 ? ExitCode.Failed : ExitCode.Success;
    }

    private void Print(RestoreReport report)
    {
        var files = Format.Plural(report.Restored, "original");
        context.Out.MarkupLineInterpolated(report.DryRun
            ? (FormattableString)$"{files} would be put back, {Format.Bytes(report.Bytes)}."
            : $"[green]{files} put back[/], {Format.Bytes(report.Bytes)}.");
        if (report.Already > 0)
        {
            context.Out.MarkupLineInterpolated($"{Format.Plural(report.Already, "file")} put back before.");
        }

        if (report.Left.Count > 0)
        {
            context.Out.MarkupLineInterpolated($"[red]{Format.Plural(report.Left.Count, "file")} left as it is[/]:");
            Findings.Print(context.Out, report.Left);
        }

        if (!report.Complete)
        {
            context.Error.MarkupLine("[yellow]Interrupted[/]. The same command goes on from here.");
        }
    }
}
