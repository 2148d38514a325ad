using System.CommandLine;
using ImgCompress.Configuration;
using ImgCompress.Enqueuer.Output;
using ImgCompress.Enqueuer.Running;
using Spectre.Console;

namespace ImgCompress.Enqueuer.Commands;

/// <summary><c>verify JOB [DIR]</c>: whether counters, rows and files say the same; reads only.</summary>
internal sealed class VerifyCommand(CommandContext context)
{
    private readonly JobFilesOptions _files = new(context);
    private readonly OutputOptions _output = new();

    public Command Build()
    {
        var command = new Command(
            "verify", "Compare a job's counters with its rows, and its rows with the files, byte by byte; changes nothing");
        _files.AddTo(command);
        _output.AddTo(command);
        command.SetAction((result, _) => VerifyAsync(result));
        return command;
    }

    private async Task<int> VerifyAsync(ParseResult result)
    {
        var notices = new Notices();
        using var interrupt = Interrupt.Listen(context.Error, notices);
        using var opened = await _files.OpenAsync(result, interrupt.Token);
        await opened.Ownership.CompareAsync(interrupt.Token);
        var verifier = new Verifier(opened.Ledger, opened.Root, opened.Job);
        var report = await Findings.ShowAsync(
            context,
            notices,
            Task.Run(() => verifier.VerifyAsync(opened.Filter, interrupt.Token)),
            () => $"{Format.Plural(verifier.Seen, "file")} read",
            _output.Quiet(result));
        if (_output.Json(result))
        {
            OutputOptions.PrintJson(report, OutputJson.Default.VerifyReport);
        }
        else
        {
            Print(report);
        }

        return !report.Complete ? ExitCode.Interrupted : report.Differences.Count > 0 ? ExitCode.Failed : ExitCode.Success;
    }

    private void Print(VerifyReport report)
    {
        context.Out.WriteLine(
            $"{Format.Plural(report.Rows, "row")} of job {report.Job}; {Format.Plural(report.Files, "file")} and "
            + $"{Format.Plural(report.Kept, "kept original")} read.");
        if (report.Taken > 0)
        {
            context.Out.MarkupLineInterpolated($"{Format.Plural(report.Taken, "file")} of it in later jobs now, and looked at with those.");
        }

        if (report.Unfinished > 0)
        {
            context.Out.MarkupLineInterpolated($"{Format.Plural(report.Unfinished, "file")} unfinished.");
        }

        if (report.Differences.Count > 0)
        {
            context.Out.MarkupLineInterpolated($"[red]{Format.Plural(report.Differences.Count, "difference")}[/]:");
            Findings.Print(context.Out, report.Differences);
        }
        else if (report.Complete)
        {
            context.Out.MarkupLine("[green]No differences.[/]");
        }
        else
        {
            context.Error.MarkupLine("[yellow]Interrupted[/] before all files were read.");
        }
    }
}
