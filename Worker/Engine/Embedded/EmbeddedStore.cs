using System.Globalization;
using ImgCompress.Configuration;
using ImgCompress.Contracts;
using ImgCompress.Files;
using ImgCompress.Ledger;
using ImgCompress.Ledger.Sqlite;
using ImgCompress.Platform;
using ImgCompress.Queue.Sqlite;
using Microsoft.Data.Sqlite;

namespace ImgCompress.Engine.Embedded;

/// <summary>
/// A directory with its embedded ledger. A directory below one that has a ledger belongs to that one, so that no file is ever
/// in two.
/// </summary>
public sealed class EmbeddedStore : IDisposable
{
    // SQLite's result codes (https://sqlite.org/rescode.html) for a file that is damaged.
    private const int Corrupt = 11;
    private const int NoDatabase = 26;

    private readonly TimeProvider _time;
    private readonly IStateDirectory _state;
    private readonly OpenedLedger _opened;

    private EmbeddedStore(IFileRoot root, IStateDirectory state, OpenedLedger opened, string directory, TimeProvider time, Random random)
    {
        (Root, _state, _opened, Directory, _time) = (root, state, opened, directory, time);
        Ownership = new(root, opened.Ledger, time, random);
    }

    public IFileRoot Root { get; }

    public SqliteLedger Ledger => _opened.Ledger;

    /// <summary>Whether root and ledger are each other's; asked before any work.</summary>
    public RootOwnership Ownership { get; }

    /// <summary>The directory that was opened, below the root; empty: the root.</summary>
    public string Directory { get; }

    /// <summary>Opens the ledger that <paramref name="directory"/> belongs to, creating it where there is none; to submit to.</summary>
    /// <exception cref="UsageException">The directory cannot be used, or its ledger is damaged.</exception>
    /// <exception cref="ForeignRootException">The root belongs to another ledger, or its own is gone.</exception>
    public static EmbeddedStore OpenOrCreate(string directory, TimeProvider time, Random random) =>
        OpenOrCreate(directory, time, random, (_, open) => open());

    /// <summary>
    /// The same for work, which one process at a time does. It asks for the lock first: whoever has it may have been stopped in the midst
    /// of a transaction, for which a ledger that is being opened would wait.
    /// </summary>
    /// <exception cref="UsageException">
    /// The directory cannot be used, or its ledger is damaged, or another run is at work on it.
    /// </exception>
    /// <exception cref="ForeignRootException">The root belongs to another ledger, or its own is gone.</exception>
    public static (EmbeddedStore Store, RunLock Lock) OpenToWork(string directory, TimeProvider time, Random random) =>
        OpenOrCreate(directory, time, random, (state, open) => Locked(state, time, open));

    /// <summary>Opens the ledger that <paramref name="directory"/> belongs to, to look at it; null where there is none.</summary>
    /// <exception cref="UsageException">The directory cannot be used, or its ledger is damaged.</exception>
    /// <exception cref="ForeignRootException">The root belongs to another ledger, or its own is gone.</exception>
    public static EmbeddedStore? OpenExisting(string directory, TimeProvider time, Random random) => Guard(directory, () =>
        FileRoot.Find(FullPath(directory)) is not { } found
            ? null
            : Open(found.Location, StateUse.Use, (root, state) => RequireLedger(root, state)
                ? new EmbeddedStore(root, state, OpenedLedger.Open(state, () => OpenLedger(state, time)), found.Below, time, random)
                : null));

    /// <summary>
    /// Opens a directory as a root of its own, whoever it belonged to. A ledger that cannot be read is put aside, and a new one takes its
    /// place.
    /// </summary>
    /// <exception cref="UsageException">The directory cannot be used, or lies in another root, or another run is at work on it.</exception>
    public static (EmbeddedStore Store, RunLock Lock) OpenToAdopt(string directory, TimeProvider time, Random random) =>
        Guard(directory, () => Open(RootToAdopt(directory), StateUse.Create, (root, state) => Locked(state, time, () =>
            new EmbeddedStore(root, state, OpenedLedger.Open(state, () => OpenOrPutAside(state, time)), "", time, random))));

    /// <summary>The root that <see cref="OpenToAdopt"/> opens; touches nothing.</summary>
    /// <exception cref="UsageException">The directory cannot be used, or lies in another root.</exception>
    public static string RootToAdopt(string directory) => Guard(directory, () =>
    {
        var full = FullPath(directory);
        return FileRoot.Find(full) is not { } found ? full
            : found.Below.Length == 0 ? found.Location
            : throw new UsageException($"'{directory}' lies in the root '{found.Location}', which is adopted as a whole: name that");
    });

    /// <summary>Whether <paramref name="directory"/> belongs to a ledger already.</summary>
    public static bool Covers(string directory) => Guard(directory, () => FileRoot.Find(FullPath(directory)) is not null);

    /// <summary>Creates the directory that results go to, once it is clear that there is one to read from.</summary>
    public static void CreateOutput(string directory, string output)
    {
        _ = FullPath(directory);
        try
        {
            System.IO.Directory.CreateDirectory(output);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cannot create '{output}': {exception.Message}");
        }
    }

    /// <summary>Takes the lock that lets one process at a time work.</summary>
    public RunLock Lock() => RunLock.Take(_state, _time);

    /// <summary>
    /// For the holder of the lock, who knows that every earlier worker is dead: their claims are over, and their temps are nobody's.
    /// </summary>
    /// <returns>The files that were in progress, and those of earlier workers that nobody has taken up since.</returns>
    public IReadOnlySet<RelativePath> TakeOver()
    {
        // What an intent names may have changed names with its file: the next claim's fence looks at it.
        var temps = Root.ListTemps().ToList();
        if (temps.Count > 0 && Ledger.FindRoot() is { } owner && RootMark.IsOf(owner, Root))
        {
            var intended = Ledger.FindIntendedTemps(owner);
            temps.Where(temp => !intended.Contains(temp.AsMade)).ToList().ForEach(Root.RemoveTemp);
        }

        return Ledger.Abandon();
    }

    /// <summary>Makes all messages visible, for the holder of the lock: nobody else is at work on them any more.</summary>
    /// <param name="last">The files whose messages come after all others.</param>
    public void ReleaseMessages(IReadOnlySet<RelativePath> last)
    {
        using var queue = OpenQueue(only: null);
        queue.Release(last);
    }

    /// <summary>Removes a job's messages, for the holder of the lock.</summary>
    public void ClearMessages(JobId job)
    {
        using var queue = OpenQueue(job);
        queue.Clear(job);
    }

    /// <param name="only">The job whose messages are delivered; null: all jobs'.</param>
    public SqliteQueue OpenQueue(JobId? only) => Guard(Root.Location, () =>
    {
        RequireNoLinks(_state, StateDirectory.Queue);
        return new SqliteQueue(Path.Combine(_state.Location, StateDirectory.Queue), _time, only);
    });

    public void Dispose()
    {
        _opened.Dispose();
        _state.Dispose();
        Root.Dispose();
    }

    private static T OpenOrCreate<T>(
        string directory, TimeProvider time, Random random, Func<IStateDirectory, Func<EmbeddedStore>, T> open) => Guard(directory, () =>
    {
        var full = FullPath(directory);
        var (location, below) = FileRoot.Find(full) ?? new(full, "");
        return Open(location, StateUse.Create, (root, state) =>
        {
            RequireLedger(root, state);
            return open(state, () =>
                new EmbeddedStore(root, state, OpenedLedger.Open(state, () => OpenWhole(state, time)), below, time, random));
        });
    });

    private static (EmbeddedStore Store, RunLock Lock) Locked(IStateDirectory state, TimeProvider time, Func<EmbeddedStore> open)
    {
        var runLock = RunLock.Take(state, time);
        try
        {
            return (open(), runLock);
        }
        catch
        {
            runLock.Dispose();
            throw;
        }
    }

    private static T Open<T>(string location, StateUse use, Func<IFileRoot, IStateDirectory, T> open)
    {
        var root = FileRoot.Open(location);
        IStateDirectory? state = null;
        try
        {
            state = root.OpenState(use) ?? throw new UsageException($"the state directory of '{location}' is being removed");
            if (open(root, state) is { } opened)
            {
                return opened;
            }
        }
        catch
        {
            state?.Dispose();
            root.Dispose();
            throw;
        }

        state.Dispose();
        root.Dispose();
        return default!;
    }

    /// <summary>Whether there is a ledger; where there should be one and it is not there, that is said.</summary>
    private static bool RequireLedger(IFileRoot root, IStateDirectory state)
    {
        RequireNoLinks(state, StateDirectory.Ledger);
        var mark = RootMark.Read(root);
        var isThere = state.Has(StateDirectory.Ledger);
        if (mark is { Place.IsEmbedded: false } || (!isThere && mark is { State: not MarkState.Beginning }))
        {
            throw RootOwnership.LedgerIsGone(root, mark);
        }

        return isThere;
    }

    /// <summary>Opens the ledger; where one is there without the log that it should have, that is said.</summary>
    private static SqliteLedger OpenLedger(IStateDirectory state, TimeProvider time) =>
        state.Has(StateDirectory.Ledger) && state.Has(StateDirectory.LedgerIsOpen) && !state.Has($"{StateDirectory.Ledger}-wal")
            ? throw new InvalidDataException(
                $"'{Path.Combine(state.Location, StateDirectory.Ledger)}' lacks its log ({StateDirectory.Ledger}-wal), which was there "
                + "when the last run was cut off, and with it what that had done last")
            : new(Path.Combine(state.Location, StateDirectory.Ledger), time);

    private static SqliteLedger OpenWhole(IStateDirectory state, TimeProvider time)
    {
        var ledger = OpenLedger(state, time);
        try
        {
            ledger.Check();
            return ledger;
        }
        catch
        {
            ledger.LeaveLog();
            ledger.Dispose();
            throw;
        }
    }

    private static SqliteLedger OpenOrPutAside(IStateDirectory state, TimeProvider time)
    {
        RequireNoLinks(state, StateDirectory.Ledger);

        // That a log was lost is known from here on.
        state.Remove(StateDirectory.LedgerIsOpen);
        try
        {
            return OpenWhole(state, time);
        }
        catch (Exception exception) when (exception is InvalidDataException or SqliteException)
        {
            var aside = time.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
            foreach (var file in FilesOf(StateDirectory.Ledger).Where(state.Has))
            {
                state.Rename(file, $"{file}.damaged-{aside}");
            }

            return OpenLedger(state, time);
        }
    }

    /// <summary>SQLite opens by name.</summary>
    private static void RequireNoLinks(IStateDirectory state, string database)
    {
        foreach (var file in FilesOf(database))
        {
            _ = state.Has(file);
        }
    }

    private static string[] FilesOf(string database) => [database, $"{database}-wal", $"{database}-shm", $"{database}-journal"];

    private static T Guard<T>(string directory, Func<T> open)
    {
        try
        {
            return open();
        }
        catch (FileFaultException fault)
        {
            throw new UsageException($"cannot use '{directory}': {fault.Message}");
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is not (Corrupt or NoDatabase))
        {
            throw new UsageException($"cannot open the ledger of '{directory}': {exception.Message}");
        }
        catch (Exception exception) when (exception is InvalidDataException or SqliteException)
        {
            throw new UsageException(
                $"the ledger cannot be used: {exception.Message.TrimEnd('.')}. Put back a copy that knows what has been resized; or, if "
                + $"there is none: {CommandHint.Of("adopt", directory)}");
        }
    }

    private static string FullPath(string directory)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(FileRoot.Resolve(directory)));
        return System.IO.Directory.Exists(full) ? full
            : File.Exists(full) ? throw new UsageException($"'{directory}' is a file; give the directory that it is in")
            : throw new UsageException($"there is no directory '{directory}'");
    }
}
