using ImgCompress.Configuration;
using ImgCompress.Contracts;
using ImgCompress.Files;
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
    private readonly TimeProvider _time;

    private EmbeddedStore(string root, string directory, TimeProvider time)
    {
        _time = time;
        Directory = directory;
        try
        {
            Root = FileRoot.Open(root);
            Ledger = new(Path.Combine(StatePath(root), StateDirectory.Ledger), time);
        }
        catch (FileFaultException fault)
        {
            throw new UsageException($"cannot use '{root}': {fault.Message}");
        }
        catch (SqliteException exception)
        {
            Root?.Dispose();
            throw new UsageException($"cannot open the ledger in '{StatePath(root)}': {exception.Message}");
        }
    }

    public IFileRoot Root { get; }

    public SqliteLedger Ledger { get; }

    /// <summary>The directory that was opened, below the root; empty: the root.</summary>
    public string Directory { get; }

    /// <summary>Opens the ledger that <paramref name="directory"/> belongs to, creating it where there is none.</summary>
    public static EmbeddedStore OpenOrCreate(string directory, TimeProvider time)
    {
        var full = FullPath(directory);
        var root = Find(full);
        if (root is null)
        {
            root = full;
            try
            {
                if (OperatingSystem.IsWindows())
                {
                    System.IO.Directory.CreateDirectory(StatePath(root));
                }
                else
                {
                    System.IO.Directory.CreateDirectory(
                        StatePath(root), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
                }
            }
            catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
            {
                throw new UsageException($"cannot create '{StatePath(root)}', where the ledger and the temp files go: {exception.Message}");
            }
        }

        var below = Path.GetRelativePath(root, full);
        return new(root, below == "." ? "" : below.Replace(Path.DirectorySeparatorChar, '/'), time);
    }

    /// <summary>Opens the ledger that <paramref name="directory"/> belongs to; null where there is none.</summary>
    public static EmbeddedStore? OpenExisting(string directory, TimeProvider time) =>
        Find(FullPath(directory)) is { } root ? new(root, "", time) : null;

    /// <summary>Whether <paramref name="directory"/> belongs to a ledger already.</summary>
    public static bool Covers(string directory) => Find(FullPath(directory)) is not null;

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
    public RunLock Lock() => RunLock.Take(StatePath(Root.Location), _time);

    /// <summary>
    /// For the holder of the lock, who knows that every earlier worker is dead: their claims are over, and their temps are nobody's.
    /// </summary>
    /// <returns>The files that were in progress.</returns>
    public IReadOnlySet<RelativePath> TakeOver()
    {
        foreach (var temp in Root.ListTemps().ToList())
        {
            Root.RemoveTemp(temp);
        }

        return Ledger.Abandon();
    }

    /// <summary>Makes all messages visible, for the holder of the lock: nobody else is at work on them any more.</summary>
    public void ReleaseMessages()
    {
        using var queue = OpenQueue(only: null);
        queue.Release();
    }

    /// <param name="only">The job whose messages are delivered; null: all jobs'.</param>
    public SqliteQueue OpenQueue(JobId? only) => new(Path.Combine(StatePath(Root.Location), StateDirectory.Queue), _time, only);

    public void Dispose()
    {
        Ledger.Dispose();
        Root.Dispose();
    }

    private static string FullPath(string directory)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        return System.IO.Directory.Exists(full) ? full
            : File.Exists(full) ? throw new UsageException($"'{directory}' is a file; give the directory that it is in")
            : throw new UsageException($"there is no directory '{directory}'");
    }

    private static string? Find(string full)
    {
        for (var at = full; at is not null; at = Path.GetDirectoryName(at))
        {
            if (File.Exists(Path.Combine(StatePath(at), StateDirectory.Ledger)))
            {
                return at;
            }
        }

        return null;
    }

    private static string StatePath(string root) => Path.Combine(root, StateDirectory.Name);
}
