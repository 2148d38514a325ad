using System.Runtime.CompilerServices;
using ImgCompress.Contracts;
using ImgCompress.Engine.Delivery;
using ImgCompress.Engine.Imaging;
using ImgCompress.Enqueuer.Output;
using ImgCompress.Enqueuer.Running;
using ImgCompress.Ledger;
using Spectre.Console;

namespace ImgCompress.Enqueuer.Commands;

/// <summary>
/// <c>--dry-run</c>: asks the ledger and reads every file's header, and says what would become of it; writes nothing, not even a ledger.
/// </summary>
internal sealed class DryRun(CommandContext context, RunRequest request, bool json)
{
    private readonly ImageResizer _images = new(request.Limits);
    private readonly DryRunReport _report = new();

    public async Task<DryRunReport> PrintAsync(CancellationToken cancellationToken)
    {
        using var plan = await RunPlan.MakeAsync(request, context.Time, context.Random, cancellationToken);
        _report.Each = FilesAsync(plan, cancellationToken);
        if (json)
        {
            await OutputOptions.PrintJsonAsync(_report, OutputJson.Default.DryRunReport, cancellationToken);
            return _report;
        }

        await foreach (var file in _report.Each)
        {
            context.Out.WriteWrapped(file.ToText());
        }

        Print();
        return _report;
    }

    private async IAsyncEnumerable<DryRunFile> FilesAsync(RunPlan plan, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var file in plan.FilesAsync(cancellationToken))
        {
            _report.Files++;
            _report.Bytes += file.File.Size;
            yield return file.Answer switch
            {
                EnqueueResult.Busy(var other) => LeftOut(file, $"it is unfinished in job {other}"),
                EnqueueResult.Unchanged(var spec) => Unchanged(file, $"resized before ({spec})"),
                EnqueueResult.Ended when file.Row.Failure is { } failure => Refused(file, failure),
                EnqueueResult.Ended => Unchanged(file, $"{FileReport.OutcomeOf(file.Row)} in job {plan.Job.Id}, which goes on"),
                _ => Inspect(file, await plan.LoadAsync(file, cancellationToken)),
            };
        }

        _report.Job = plan.IsResumed ? plan.Job.Id.ToString() : null;
        _report.LeftOut += plan.Scan.TooLong?.Files ?? 0;
        _report.PassedOver = plan.Scan.PassedOver;
        _report.SystemPassedOver = plan.Scan.SystemPassedOver;
    }

    private DryRunFile Inspect(PlannedFile file, LoadResult loaded) => loaded switch
    {
        LoadResult.Refused(var failure) => Refused(file, failure),
        LoadResult.Unchanged(_, _, _, _, var history) =>
            Unchanged(file, history is { Specs: [.., var last] } ? $"resized before ({last.Spec})" : "resized before"),
        LoadResult.Replaced => Unchanged(file, $"resized in job {file.Row.Job}, which only has to note it"),
        LoadResult.Original original => _images.Inspect(original.File.Content, request.Spec) switch
        {
            InspectionResult.Refused(var failure) => Refused(file, failure),
            InspectionResult.Fits image => Unchanged(file, "it fits") with
            {
                Format = image.FormatName,
                Frames = image.Frames,
                Size = Size(image.ShownSize),
            },
            InspectionResult.Accepted image => Resized(file, image),
            var other => throw new InvalidOperationException($"{other}"),
        },
        _ => throw new InvalidOperationException($"{loaded}"),
    };

    private DryRunFile Resized(PlannedFile file, InspectionResult.Accepted image)
    {
        _report.Resized++;
        _report.PixelsIn += image.Pixels;
        _report.PixelsOut += image.NewPixels;
        return Of(file, DryRunFile.Resize) with
        {
            Format = image.FormatName,
            Frames = image.Frames,
            Size = Size(image.ShownSize),
            NewSize = Size(image.NewShownSize),
        };
    }

    private DryRunFile Unchanged(PlannedFile file, string detail)
    {
        _report.Unchanged++;
        return Of(file, DryRunFile.Unchanged) with { Detail = detail };
    }

    private DryRunFile LeftOut(PlannedFile file, string detail)
    {
        _report.LeftOut++;
        return Of(file, DryRunFile.LeftOut) with { Detail = detail };
    }

    private DryRunFile Refused(PlannedFile file, Failure failure)
    {
        var isSkipped = Counts.IsSkipped(failure);
        _report.Skipped += isSkipped ? 1 : 0;
        _report.Failed += isSkipped ? 0 : 1;
        return Of(file, isSkipped ? "skipped" : "failed") with { Reason = failure.Reason.ToName(), Detail = failure.Detail };
    }

    private static DryRunFile Of(PlannedFile file, string outcome) =>
        new(FailureReport.PathOf(file.Row), outcome, file.File.Size, null, null, null, null, null, null);

    private static string Size((int Width, int Height) size) => $"{size.Width}x{size.Height}";

    private void Print()
    {
        (long Files, string What)[] others =
        [
            (_report.Unchanged, "unchanged"), (_report.Skipped, "skipped"), (_report.Failed, "failed"), (_report.LeftOut, "left out"),
        ];
        var rest = others.Where(other => other.Files > 0).Select(other => $", {Format.Count(other.Files)} {other.What}");
        context.Out.WriteWrapped(
            $"Of {Format.Plural(_report.Files, "file")} ({Format.Bytes(_report.Bytes)}) {Format.Count(_report.Resized)} would be resized "
            + $"{Format.Spec(request.Spec)}, from {Megapixels(_report.PixelsIn)} to {Megapixels(_report.PixelsOut)} megapixels"
            + $"{string.Concat(rest)}. Nothing was written.");
        if (_report.Job is { } job)
        {
            context.Out.WriteWrapped($"The unfinished job {job} would go on.");
        }

        Summary.PrintPassedOver(context.Out, _report.PassedOver, _report.SystemPassedOver, request.Options);
    }

    private static string Megapixels(long pixels) =>
        (pixels / 1e6).ToString("0.0", System.Globalization.CultureInfo.InvariantCulture);
}
