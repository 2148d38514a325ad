using System.CommandLine;
using ImgCompress.Configuration;
using ImgCompress.Contracts;
using ImgCompress.Engine.Embedded;
using ImgCompress.Engine.Hosting;
using ImgCompress.Enqueuer.Output;
using ImgCompress.Files;
using ImgCompress.Ledger;
using ImgCompress.Platform;
using Microsoft.Data.Sqlite;
using Spectre.Console;

namespace ImgCompress.Enqueuer.Commands;

/// <summary><c>adopt [DIR]</c>: gives a root to a ledger, whosever it was; the one way from one ledger to another.</summary>
internal sealed class AdoptCommand(CommandContext context)
{
    private readonly Argument<string?> _directory = new("DIR")
    {
        HelpName = "DIR",
        Description = $"The root [default: on AWS {Settings.RootName}, else the working directory]",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _yes = new("--yes") { Description = "Do not ask" };

    private readonly BackendOptions _backend = new(context);

    public Command Build()
    {
        _directory.CompletionSources.Add(CompletionCommand.Directories);
        var command = new Command(
            "adopt",
            "Give a directory to this ledger, after another one has worked on it: what that one has resized may be unknown here")
        {
            _directory, _yes,
        };
        _backend.AddTo(command);
        command.SetAction(AdoptAsync);
        return command;
    }

    private async Task<int> AdoptAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var settings = _backend.ReadSettings(result);
        if (settings.Aws is not { } aws)
        {
            return await AdoptEmbeddedAsync(result, EmbeddedStore.RootToAdopt(result.GetValue(_directory) ?? "."), cancellationToken);
        }

        RequireRoot(settings.Root, result.GetValue(_directory));
        using var backend = Backend.OnAws(aws, TimeSpan.Zero, context.Time, context.Random);
        using var root = FileRoot.Open(settings.Root);
        var ownership = new RootOwnership(root, backend.Ledger, context.Time, context.Random);
        return await AdoptAsync(
            result,
            root.Location,
            $"the table '{aws.Table}'",
            await IsOwnAsync(ownership, cancellationToken),
            () => ownership.AdoptAsync(cancellationToken));
    }

    private async Task<int> AdoptEmbeddedAsync(ParseResult result, string root, CancellationToken cancellationToken)
    {
        var isOwn = await IsOwnAsync(root, cancellationToken);
        return await AdoptAsync(result, root, "its embedded ledger", isOwn, async () =>
        {
            var (store, runLock) = EmbeddedStore.OpenToAdopt(root, context.Time, context.Random);
            using (store)
            using (runLock)
            {
                return await store.Ownership.AdoptAsync(cancellationToken);
            }
        });
    }

    /// <summary>Asks before anything is made or changed, a damaged ledger put aside among it.</summary>
    private async Task<int> AdoptAsync(
        ParseResult result, string root, string ledger, bool isOwn, Func<Task<IReadOnlyList<RelativePath>>> adopt)
    {
        if (isOwn)
        {
            context.Out.MarkupLineInterpolated($"{root} belongs to {ledger} already.");
            return ExitCode.Success;
        }

        if (!result.GetValue(_yes) && !Confirm(root, ledger))
        {
            context.Error.WriteLine("Nothing was touched.");
            return ExitCode.WrongUse;
        }

        var found = await adopt();
        context.Out.MarkupLineInterpolated($"{root} belongs to {ledger} now.");
        if (found.Count > 0)
        {
            context.Error.Write(WrappedLine.Of(
                $"{Format.Plural(found.Count, "temp file")} may be what another program saved at the moment when its picture was replaced, "
                + $"and not a result: look at what is in {StateDirectory.Name}/{StateDirectory.Found}/ before you remove it.",
                new Style(Color.Yellow)));
            context.Error.WriteLine();
        }

        return ExitCode.Success;
    }

    private async Task<bool> IsOwnAsync(string root, CancellationToken cancellationToken)
    {
        try
        {
            using var store = EmbeddedStore.OpenExisting(root, context.Time, context.Random);
            store?.Ledger.Check();
            return store is not null && await IsOwnAsync(store.Ownership, cancellationToken);
        }
        catch (Exception exception) when (
            exception is UsageException or ForeignRootException or InvalidDataException or SqliteException)
        {
            return false;
        }
    }

    private static async Task<bool> IsOwnAsync(RootOwnership ownership, CancellationToken cancellationToken)
    {
        try
        {
            return await ownership.CompareAsync(cancellationToken) is { State: MarkState.Complete };
        }
        catch (ForeignRootException)
        {
            return false;
        }
    }

    private bool Confirm(string root, string ledger)
    {
        context.Error.MarkupLineInterpolated($"""
            [bold]{root}[/] will belong to {ledger}, and to no other ledger any more.
            What another ledger has resized is known to this one only where the files say so themselves, in an attribute that not every
            file system keeps (NFS does not): the next job resizes all others once more.
            """);
        if (Console.IsInputRedirected)
        {
            throw new UsageException("adopt asks before it does that, and this is no terminal: give --yes");
        }

        return Question.MayGoOn(context.Error);
    }

    /// <summary>On AWS the root is what the workers have; another directory would not be what they look at.</summary>
    private static void RequireRoot(string root, string? directory)
    {
        if (directory is not null && FileRoot.Below(root, directory) is not { Length: 0 })
        {
            throw new UsageException($"'{directory}' is not the root '{root}' ({Settings.RootName}, --root), which is adopted as a whole");
        }
    }
}
