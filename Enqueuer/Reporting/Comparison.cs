using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging;
using ImgCompress.Files;
using ImgCompress.Ledger;
using ImgCompress.Platform;

namespace ImgCompress.Enqueuer.Reporting;

/// <summary>An image before and after, each as a data URI.</summary>
/// <param name="Path">As it is displayed.</param>
/// <param name="BytesIn">Of the original.</param>
/// <param name="BytesOut">Of the result.</param>
/// <param name="Before">The original, reduced.</param>
/// <param name="After">The result, reduced.</param>
internal sealed record Comparison(string Path, long BytesIn, long BytesOut, string Before, string After)
{
    /// <summary>How many a page shows.</summary>
    public const int Most = 6;

    private const int MaxBytes = 400_000;

    private static readonly ResizeSpec Thumbnail = new()
    {
        Scaling = Scaling.ToFit.LongEdge(900),
        Filter = Filter.Lanczos3,
        Quality = 85,
        Strip = true,
        AllowLarger = true,
    };

    private static readonly ResizeSpec SmallThumbnail = Thumbnail with { Scaling = Scaling.ToFit.LongEdge(400) };

    /// <summary>Of those files whose originals are still there, and that browsers can show.</summary>
    /// <param name="root">The root of the files.</param>
    /// <param name="job">Says where originals are.</param>
    /// <param name="rows">Resized files, the best ones first.</param>
    public static List<Comparison> Of(IFileRoot root, JobRow job, IEnumerable<FileRow> rows)
    {
        if (job.Options.Source is null && !job.Options.KeepOriginals)
        {
            return [];
        }

        using var source = job.Options.Source is { } directory ? FileRoot.Open(System.IO.Path.Combine(root.Location, directory)) : null;
        var found = new List<Comparison>();
        foreach (var row in rows)
        {
            var original = source is null
                ? Show(root, StateDirectory.KeptAt(job.Id, row.Path), row.Sizes.BytesIn)
                : Show(source, RelativePath.Join("", Below(row.Path.Value, job.Directory)), row.Sizes.BytesIn);
            if (original is not null && Show(root, row.Path, row.Sizes.BytesOut) is { } result)
            {
                found.Add(new(row.Path.ToDisplay(), row.Sizes.BytesIn, row.Sizes.BytesOut, original, result));
                if (found.Count == Most)
                {
                    break;
                }
            }
        }

        return found;
    }

    /// <summary>Null where a browser cannot show it.</summary>
    public static Comparison? Of(string path, ReadOnlyMemory<byte> before, ReadOnlyMemory<byte> after) =>
        UriOf(before) is { } original && UriOf(after) is { } result ? new(path, before.Length, after.Length, original, result) : null;

    private static string Below(string path, string directory) => directory.Length == 0 ? path : path[(directory.Length + 1)..];

    /// <summary>Null where it is not there any more as the job saw it, or cannot be shown.</summary>
    private static string? Show(IFileRoot root, RelativePath path, long bytes)
    {
        try
        {
            var content = root.Load(path, new ImageLimits().MaxBytes).Content;
            return content.Length == bytes ? UriOf(content) : null;
        }
        catch (FileFaultException)
        {
            return null;
        }
    }

    private static string? UriOf(ReadOnlyMemory<byte> content) => Uri(content, Thumbnail) ?? Uri(content, SmallThumbnail);

    private static string? Uri(ReadOnlyMemory<byte> content, ResizeSpec spec)
    {
        var images = new ImageResizer(new());
        var (format, shown) = images.Inspect(content, spec) switch
        {
            InspectionResult.Fits image => (image.FormatName, content),
            InspectionResult.Accepted image when images.Resize(image, CancellationToken.None) is ResizeResult.Image resized =>
                (image.FormatName, resized.Bytes),
            _ => ("", content),
        };
        return format is "JPEG" or "PNG" or "WebP" or "GIF" or "AVIF" && shown.Length <= MaxBytes
            ? $"data:image/{format.ToLowerInvariant()};base64,{Convert.ToBase64String(shown.Span)}"
            : null;
    }
}
