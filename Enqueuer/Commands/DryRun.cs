using ImgCompress.Contracts;
using ImgCompress.Enqueuer.Output;
using ImgCompress.Enqueuer.Running;
using ImgCompress.Files;
using ImgCompress.Worker.Imaging;
using Spectre.Console;

namespace ImgCompress.Enqueuer.Commands;

/// <summary><c>--dry-run</c>: reads every file's header and says what would become of it; writes nothing, not even a ledger.</summary>
internal static class DryRun
{
    public static int Print(RunRequest request, bool json)
    {
        if (!Directory.Exists(request.Directory))
        {
            throw new UsageException($"there is no directory '{request.Directory}'");
        }

        using var root = FileRoot.Open(request.Directory);
        var scan = new DirectoryScan(root, "", request.Options);
        var images = new ImageResizer(request.Limits);
        var report = new DryRunReport(0, 0, 0, 0, 0, []);
        var failures = new List<FailureReport>();
        foreach (var file in scan.Files())
        {
            report = report with { Files = report.Files + 1, Bytes = report.Bytes + file.Size };
            switch (Inspect(root, images, request, file.Path))
            {
                case Inspection.Accepted image:
                    var (width, height) = (request.Spec.Scale(image.Width), request.Spec.Scale(image.Height));
                    report = report with
                    {
                        PixelsIn = report.PixelsIn + image.Pixels,
                        PixelsOut = report.PixelsOut + ((long)(width ?? 0) * (height ?? 0) * image.Frames),
                    };
                    if (!json)
                    {
                        var frames = image.Frames > 1 ? $", {image.Frames} frames" : "";
                        OutputOptions.Out.WriteLine(
                            $"{file.Path.ToDisplay()}: {image.Format}{frames}, {image.Width} x {image.Height} to {width} x {height}");
                    }

                    break;
                case Inspection.Refused(var failure):
                    failures.Add(new(file.Path.ToDisplay(), failure.Reason.ToName(), failure.Detail));
                    if (!json)
                    {
                        OutputOptions.Out.MarkupLineInterpolated($"{file.Path.ToDisplay()}: [red]{failure.Reason.ToName()}[/]: {failure.Detail}");
                    }

                    break;
            }
        }

        report = report with { Skipped = scan.Skipped, Failures = failures };
        if (json)
        {
            OutputOptions.PrintJson(report, OutputJson.Default.DryRunReport);
        }
        else
        {
            OutputOptions.Out.MarkupLineInterpolated(
                $"{Format.Plural(report.Files, "file")}, {Format.Bytes(report.Bytes)}, {report.PixelsIn / 1e6:0.0} megapixels would become {report.PixelsOut / 1e6:0.0}; {Format.Count(failures.Count)} would fail. Nothing was written.");
        }

        return failures.Count > 0 ? ExitCode.SomeFailed : ExitCode.Success;
    }

    private static Inspection Inspect(IFileRoot root, ImageResizer images, RunRequest request, RelativePath path)
    {
        try
        {
            return images.Inspect(root.Load(path, request.Limits.MaxBytes).Content, request.Spec);
        }
        catch (FileFaultException fault)
        {
            return new Inspection.Refused(fault.Failure);
        }
    }
}
