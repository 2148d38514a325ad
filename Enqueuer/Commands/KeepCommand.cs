using System.CommandLine;
using ImgCompress.Configuration;
using ImgCompress.Enqueuer.Output;
using ImgCompress.Enqueuer.Running;
using ImgCompress.Ledger;
using Spectre.Console;

namespace ImgCompress.Enqueuer.Commands;

/// <summary><c>keep JOB</c>: what a job has kept of its originals; <c>--drop</c> gives it up.</summary>
internal sealed class KeepCommand(CommandContext context)
{
    private readonly JobFilesOptions _files = new(context);
    private readonly OutputOptions _output = new();

    private readonly Option<bool> _drop = new("--drop")
    {
        Description = "Remove the kept originals, each once its result has been read in place",
    };

    private readonly Option<bool> _yes = new("--yes") { Description = "Do not ask" };

    public Command Build()
    {
        var command = new Command("keep", "Say how many originals a job has kept, and how many bytes they take; or give them up");
        _files.AddTo(command, some: false);
        command.Options.Add(_drop);
        command.Options.Add(_yes);
        _output.AddTo(command);
        command.SetAction((result, _) => KeepAsync(result));
        return command;
    }

    private async Task<int> KeepAsync(ParseResult result)
    {
        var notices = new Notices();
        using var interrupt = Interrupt.Listen(context.Error, notices);
        using var opened = await _files.OpenAsync(result, interrupt.Token);
        await opened.Ownership.CompareAsync(interrupt.Token);
        var kept = new KeptOriginals(opened.Root, opened.Job).List(new PathFilter("", []))
            .Aggregate((Count: 0L, Bytes: 0L), (sum, one) => (sum.Count + 1, sum.Bytes + one.Bytes));
        var report = new KeepReport(opened.Job.Id.ToString(), kept.Count, kept.Bytes, 0, 0, []);
        if (result.GetValue(_drop))
        {
            await RequireEndedAsync(opened, interrupt.Token);
            if (kept.Count > 0 && !result.GetValue(_yes) && !Confirm(report))
            {
                return ExitCode.Interrupted;
            }

            var drop = new KeptDrop(opened.Ledger, opened.Root, opened.Job);
            report = await Findings.ShowAsync(
                context,
                notices,
                Task.Run(() => drop.DropAsync(interrupt.Token)),
                () => $"{Format.Plural(drop.Seen, "original")} looked at",
                _output.Quiet(result));
        }

        if (_output.Json(result))
        {
            OutputOptions.PrintJson(report, OutputJson.Default.KeepReport);
        }
        else
        {
            Print(report, result.GetValue(_drop));
        }

        return report.Left.Count > 0 ? ExitCode.Failed : ExitCode.Success;
    }

    private static async Task RequireEndedAsync(OpenedJob opened, CancellationToken cancellationToken)
    {
        var counts = await opened.Ledger.CountAsync(opened.Job.Id, cancellationToken);
        if (!opened.Job.IsFinished(counts) && opened.Job.State != JobState.Cancelled)
        {
            throw new UsageException(
                $"job {opened.Job.Id} is unfinished: its originals are given up once it has ended (img-compress status {opened.Job.Id})");
        }
    }

    private bool Confirm(KeepReport report)
    {
        context.Error.MarkupLineInterpolated(
            $"{Format.Plural(report.Kept, "original")} of job {report.Job}, {Format.Bytes(report.Bytes)}, will be removed for good.");
        if (Console.IsInputRedirected)
        {
            throw new UsageException("keep --drop asks before it does that, and this is no terminal: give --yes");
        }

        context.Error.Write("Go on? [y/N] ");
        return Console.In.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }

    private void Print(KeepReport report, bool drop)
    {
        if (drop)
        {
            context.Out.MarkupLineInterpolated(
                $"{Format.Plural(report.Dropped, "original")} removed, {Format.Bytes(report.DroppedBytes)}.");
        }

        context.Out.MarkupLineInterpolated(
            $"Job {report.Job} keeps {Format.Plural(report.Kept, "original")}, {Format.Bytes(report.Bytes)}.");
        Findings.Print(context.Out, report.Left);
    }
}
