using ImgCompress.Configuration;
using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging;
using ImgCompress.Enqueuer.Output;
using ImgCompress.Enqueuer.Running;
using ImgCompress.Files;
using ImgCompress.Ledger;
using ImgCompress.Platform;
using Spectre.Console;

namespace ImgCompress.Enqueuer.Commands;

/// <summary><c>--dry-run</c>: reads every file's header and says what would become of it; writes nothing, not even a ledger.</summary>
internal static class DryRun
{
    public static DryRunReport Print(CommandContext context, RunRequest request, bool json)
    {
        if (!Directory.Exists(request.Directory))
        {
            throw new UsageException($"there is no directory '{request.Directory}'");
        }

        using var root = FileRoot.Open(request.Directory);
        var scan = new DirectoryScan(root, "", request.Options);
        var images = new ImageResizer(request.Limits);
        var report = new DryRunReport(0, 0, 0, 0, 0, 0, 0, 0, 0, []);
        var failures = new List<FailureReport>();
        foreach (var file in scan.Files())
        {
            report = report with { Files = report.Files + 1, Bytes = report.Bytes + file.Size };
            switch (Inspect(root, images, request, file.Path))
            {
                case InspectionResult.Accepted image:
                    report = report with
                    {
                        PixelsIn = report.PixelsIn + image.Pixels,
                        PixelsOut = report.PixelsOut + image.NewPixels,
                    };
                    if (!json)
                    {
                        context.Out.WriteLine(
                            $"{Line(file, image.FormatName, image.Frames, image.ShownSize)} "
                            + $"to {image.NewShownSize.Width} x {image.NewShownSize.Height}");
                    }

                    break;
                case InspectionResult.Fits image:
                    report = report with { Fitting = report.Fitting + 1 };
                    if (!json)
                    {
                        context.Out.WriteLine($"{Line(file, image.FormatName, image.Frames, image.ShownSize)} fits already");
                    }

                    break;
                case InspectionResult.Refused(var failure):
                    var skipped = Counts.IsSkipped(failure);
                    report = skipped ? report with { Skipped = report.Skipped + 1 } : report with { Failed = report.Failed + 1 };
                    failures.Add(new(file.Path.ToDisplay(), failure.Reason.ToName(), failure.Detail, skipped));
                    if (!json)
                    {
                        context.Out.MarkupLineInterpolated($"{file.Path.ToDisplay()}: [red]{failure.Reason.ToName()}[/]: {failure.Detail}");
                    }

                    break;
            }
        }

        report = report with { PassedOver = scan.PassedOver, SystemPassedOver = scan.SystemPassedOver, Failures = failures };
        if (json)
        {
            OutputOptions.PrintJson(report, OutputJson.Default.DryRunReport);
        }
        else
        {
            context.Out.WriteLine(
                $"{Format.Plural(report.Files, "file")}, {Format.Bytes(report.Bytes)}, "
                + $"{report.PixelsIn / 1e6:0.0} megapixels would become {report.PixelsOut / 1e6:0.0}; "
                + (report.Fitting > 0 ? $"{Format.Plural(report.Fitting, "file")} would stay, as they fit already; " : "")
                + $"{Format.Count(report.Failed)} would fail, {Format.Count(report.Skipped)} would be skipped. Nothing was written.");
            Summary.PrintPassedOver(context.Out, scan.PassedOver, scan.SystemPassedOver, request.Options);
        }

        return report;
    }

    private static string Line(ScannedFile file, string format, int frames, (int Width, int Height) size) =>
        $"{file.Path.ToDisplay()}: {format}{(frames > 1 ? $", {frames} frames" : "")}, {size.Width} x {size.Height}";

    private static InspectionResult Inspect(IFileRoot root, ImageResizer images, RunRequest request, RelativePath path)
    {
        try
        {
            return images.Inspect(root.Load(path, request.Limits.MaxBytes).Content, request.Spec);
        }
        catch (FileFaultException fault)
        {
            return new InspectionResult.Refused(fault.Failure);
        }
    }
}
