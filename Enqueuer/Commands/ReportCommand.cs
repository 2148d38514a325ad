using System.CommandLine;
using ImgCompress.Configuration;
using ImgCompress.Engine.Hosting;
using ImgCompress.Enqueuer.Output;
using ImgCompress.Enqueuer.Reporting;
using ImgCompress.Files;
using ImgCompress.Ledger;
using ImgCompress.Platform;
using Spectre.Console;

namespace ImgCompress.Enqueuer.Commands;

/// <summary><c>report [JOB] [DIR]</c>: a job as one HTML file.</summary>
internal sealed class ReportCommand(CommandContext context)
{
    private readonly BackendOptions _backend = new(context);

    private readonly HtmlFileOption _file = new(
        "Where the report goes [default: img-compress-JOB.html in the working directory]; must end in .html");

    public Command Build()
    {
        var command = new Command("report", "Make one HTML file of a job: numbers, charts, before and after, failures");
        _file.AddTo(command);
        _backend.AddTo(command, job: true);
        command.SetAction(WriteAsync);
        return command;
    }

    private async Task<int> WriteAsync(ParseResult result, CancellationToken cancellationToken)
    {
        using var backend = _backend.Open(result);
        var job = await _backend.FindJobAsync(result, backend.Ledger, cancellationToken);
        var counts = await backend.Ledger.CountAsync(job.Id, cancellationToken);
        var figures = new JobFigures();
        await foreach (var row in backend.Ledger.ListFilesAsync(job.Id, cancellationToken))
        {
            figures.Add(row);
        }

        var location = backend.Embedded?.Root.Location ?? _backend.ReadSettings(result).Root;
        var comparisons = Compare(backend, location, job, figures);
        var file = _file.Value(result) ?? $"img-compress-{job.Id}.html";
        HtmlFileOption.Write(
            file,
            output => new HtmlReport(new(output), job, counts, figures, command => _backend.Hint(result, command, job), context.Time)
                .Write(Path.Combine(location, job.Directory), comparisons));
        context.Out.Write(WrappedLine.OfPath(Path.GetFullPath(file)));
        context.Out.WriteLine();
        return ExitCode.Success;
    }

    /// <summary>On AWS the root need not be mounted here; then there is nothing to show.</summary>
    private static List<Comparison> Compare(Backend backend, string location, JobRow job, JobFigures figures)
    {
        try
        {
            using var mounted = backend.Embedded is null ? FileRoot.Open(location) : null;
            return Comparison.Of(mounted ?? backend.Embedded!.Root, job, figures.Saving);
        }
        catch (FileFaultException)
        {
            return [];
        }
    }
}
