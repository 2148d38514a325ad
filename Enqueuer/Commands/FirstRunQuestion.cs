using ImgCompress.Engine.Embedded;
using ImgCompress.Engine.Imaging;
using ImgCompress.Enqueuer.Output;
using ImgCompress.Enqueuer.Running;
using ImgCompress.Files;
using ImgCompress.Platform;
using Spectre.Console;

namespace ImgCompress.Enqueuer.Commands;

/// <summary>
/// Before the first run in place on a directory: says what it will do, and asks. Only where somebody is at the terminal to answer.
/// </summary>
internal sealed class FirstRunQuestion(CommandContext context)
{
    /// <summary>How many files are looked at for one that can be resized.</summary>
    private const int MaxTries = 20;

    private bool CanBeAsked => !Console.IsInputRedirected && context.Error.Profile.Out.IsTerminal
        && context.Error.Profile.Capabilities.Interactive;

    /// <summary>Whether the run may go on: it was said so, or there is nobody or nothing to ask.</summary>
    public bool MayGoOn(RunRequest request)
    {
        if (!CanBeAsked || request.Output is not null || !Directory.Exists(request.Directory) || EmbeddedStore.Covers(request.Directory))
        {
            return true;
        }

        using var root = FileRoot.Open(request.Directory);
        var (count, bytes, example) = (0L, 0L, (string?)null);
        foreach (var file in new DirectoryScan(root, "", request.Options).Files())
        {
            count++;
            bytes += file.Size;
            example ??= count <= MaxTries ? ExampleOf(root, file, request) : null;
        }

        return count == 0 || Ask(request, count, bytes, example);
    }

    private bool Ask(RunRequest request, long count, long bytes, string? example)
    {
        context.Error.WriteWrapped(
            $"{Format.Plural(count, "image")} in {request.Directory}, {Format.Bytes(bytes)}, will be resized in place, "
            + $"{Format.Spec(request.Spec)}{(example is null ? "" : $": {example}")}.");
        context.Error.WriteWrapped(
            request.Options.KeepOriginals
                ? $"The originals are kept in {StateDirectory.Name}/{StateDirectory.Kept}/."
                : "The originals are not kept (--keep-originals keeps them, --output leaves them alone).");
        if (Question.MayGoOn(context.Error))
        {
            return true;
        }

        context.Error.WriteLine("Nothing was touched.");
        return false;
    }

    /// <summary><c>a.jpg 4000x3000 -> 2000x1500</c>; null where the file would not be resized.</summary>
    private static string? ExampleOf(IFileRoot root, ScannedFile file, RunRequest request)
    {
        try
        {
            var content = root.Load(file.Path, request.Limits.MaxBytes).Content;
            return new ImageResizer(request.Limits).Inspect(content, request.Spec) is InspectionResult.Accepted image
                ? $"{file.Path.ToDisplay()} {image.Width}x{image.Height} -> {image.NewWidth}x{image.NewHeight}"
                : null;
        }
        catch (FileFaultException)
        {
            return null;
        }
    }
}
