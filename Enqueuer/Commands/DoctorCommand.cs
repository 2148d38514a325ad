using System.CommandLine;
using ImgCompress.Aws;
using ImgCompress.Configuration;
using ImgCompress.Contracts;
using ImgCompress.Engine.Embedded;
using ImgCompress.Engine.Hosting;
using ImgCompress.Engine.Imaging;
using ImgCompress.Engine.Samples;
using ImgCompress.Enqueuer.Output;
using ImgCompress.Files;
using ImgCompress.Ledger;
using ImgCompress.Platform;
using Spectre.Console;

namespace ImgCompress.Enqueuer.Commands;

/// <summary><c>doctor</c>: tries everything that a job needs, and says what does not work.</summary>
internal sealed class DoctorCommand(CommandContext context)
{
    private static readonly RelativePath Probe = RelativePath.Join(StateDirectory.Name, "doctor");

    private readonly BackendOptions _backend = new(context);

    public Command Build()
    {
        var command = new Command("doctor", "Check everything that a job needs");
        _backend.AddTo(command, directory: true);
        command.SetAction(CheckAsync);
        return command;
    }

    private async Task<int> CheckAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var ok = true;
        var settings = Read(result, ref ok);
        ok &= await TryAsync("images: resizing a sample", () => Task.FromResult(ResizeASample()));
        if (settings?.Aws is { } aws)
        {
            ok &= await TryAsync(
                $"files: writing, renaming and flushing below {settings.Root}", () => Task.FromResult(Replace(settings.Root)));
            using var backend = Backend.OnAws(aws, TimeSpan.Zero, context.Time, context.Random);
            ok &= await TryAsync($"root: whose {settings.Root} is", async () =>
            {
                using var root = FileRoot.Open(settings.Root);
                return await CompareAsync(new(root, backend.Ledger, context.Time, context.Random), cancellationToken);
            });
            ok &= await TryAsync($"ledger: table {aws.Table}", () => ReadNewestJobAsync(backend.Ledger, cancellationToken));
            ok &= await TryAsync(
                "queue: dead letters",
                async () => $"about {Format.Count(await backend.Queue.CountDeadLettersAsync(cancellationToken))}");
        }
        else if (settings is not null)
        {
            ok &= await TryAsync("files and ledger of the embedded backend", async () =>
            {
                var directory = _backend.Directory(result);
                using var store = EmbeddedStore.OpenExisting(directory, context.Time, context.Random);
                return store is null
                    ? $"none in '{directory}' or above it yet; run creates one"
                    : $"{Replace(store.Root.Location)}; {await CompareAsync(store.Ownership, cancellationToken)}; "
                        + await ReadNewestJobAsync(store.Ledger, cancellationToken);
            });
        }

        return ok ? ExitCode.Success : ExitCode.WrongUse;
    }

    private Settings? Read(ParseResult result, ref bool ok)
    {
        try
        {
            var settings = _backend.ReadSettings(result);
            PrintCheck(true, "settings", settings.Aws is null ? "none of AWS: the embedded backend" : $"AWS, root {settings.Root}");
            return settings;
        }
        catch (UsageException exception)
        {
            PrintCheck(false, "settings", exception.Message);
            ok = false;
            return null;
        }
    }

    private async Task<bool> TryAsync(string what, Func<Task<string>> check)
    {
        try
        {
            PrintCheck(true, what, await check());
            return true;
        }
        catch (Exception exception) when (
            exception is FileFaultException or AwsFaultException or UsageException or ForeignRootException or InvalidOperationException
                or IOException)
        {
            PrintCheck(false, what, exception.Message);
            return false;
        }
    }

    private void PrintCheck(bool ok, string what, string found)
    {
        context.Out.Write(WrappedLine.OfCheck(ok, what, found));
        context.Out.WriteLine();
    }

    private static string ResizeASample()
    {
        var spec = new ResizeSpec { Scaling = Scaling.Down(2) };
        var images = new ImageResizer(new());
        return images.Inspect(SampleImages.Small(), spec) is InspectionResult.Accepted sample
            && images.Resize(sample, CancellationToken.None) is ResizeResult.Image image
            ? $"{Format.Count(image.PixelsIn)} pixels to {Format.Count(image.PixelsOut)}"
            : throw new InvalidOperationException("the sample did not come out");
    }

    /// <summary>What a worker does to a file, on a file of its own in the state directory.</summary>
    private static string Replace(string location)
    {
        using var root = FileRoot.Open(location);
        var (temp, other) = (TempName.Of(Probe, "0", 0), TempName.Of(Probe, "0", 1));
        var target = RelativePath.Join($"{StateDirectory.Name}/{StateDirectory.Temps}", other.Value);
        root.RemoveTemp(temp);
        root.WriteTemp(temp, "img-compress was here"u8, null).Dispose();
        root.Replace(temp, target);
        root.SyncDirectoryOf(target);
        root.RemoveTemp(other);
        return "work";
    }

    private static async Task<string> CompareAsync(RootOwnership ownership, CancellationToken cancellationToken) =>
        await ownership.CompareAsync(cancellationToken) is { State: MarkState.Complete } mark
            ? $"it belongs to {mark.Place}"
            : "it has no ledger yet; the first worker gives it this one";

    private static async Task<string> ReadNewestJobAsync(IJobLedger ledger, CancellationToken cancellationToken) =>
        await ledger.ListJobsAsync(cancellationToken).FirstOrDefaultAsync(cancellationToken) is { } job
            ? $"the newest job is {job.Id}"
            : "no job yet";
}
