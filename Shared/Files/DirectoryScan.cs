using System.IO.Enumeration;
using ImgCompress.Contracts;
using Microsoft.Extensions.FileSystemGlobbing;

namespace ImgCompress.Files;

/// <summary>
/// Walks a directory below a root and names the files that a job takes; holds the names of one directory a level and nothing else.
/// </summary>
/// <param name="root">The root that is scanned.</param>
/// <param name="directory">The directory that the walk starts at, below the root; empty: the root itself.</param>
/// <param name="options">
/// Include, exclude and recursion; globs are relative to <paramref name="directory"/>, one without '/' matches a name at any depth. What
/// <see cref="SystemNames"/> knows is passed over unless a glob of the includes names it, as <c>._*</c> or <c>@eaDir/**</c> do.
/// </param>
/// <param name="leaveOut">A directory below the root that is not entered; null: none.</param>
public sealed class DirectoryScan(IFileRoot root, string directory, JobOptions options, string? leaveOut = null)
{
    private const int BatchSize = 200;

    private readonly Matcher? _included = options.Include.Count > 0 ? Globs(options.Include) : null;
    private readonly Matcher? _excluded = options.Exclude.Count > 0 ? Globs(options.Exclude) : null;
    private readonly string[] _named = [.. options.Include.SelectMany(glob => glob.Split('/'))];
    private readonly List<string> _nested = [];

    /// <summary>Files passed over, so far, because they are not named like what is taken.</summary>
    public long PassedOver { get; private set; }

    /// <summary>
    /// Files and directories passed over, so far, because a system keeps them for itself; what is in such a directory is not counted.
    /// Directories named like images count too: they are no images, but what is in them is taken.
    /// </summary>
    public long SystemPassedOver { get; private set; }

    /// <summary>Directories passed over, so far, because they have a ledger of their own.</summary>
    public IReadOnlyList<string> Nested => _nested;

    /// <summary>
    /// Files left out, so far, whose path is longer than <see cref="RelativePath.MaxBytes"/>, and one of them; null: none.
    /// </summary>
    public (long Files, string Example)? TooLong { get; private set; }

    /// <summary>
    /// A directory that is put before all paths, for results that go to another root. Empty: paths are relative to the scanned root.
    /// </summary>
    public string Below { get; init; } = "";

    /// <summary>
    /// Walks once, in an order that is the same each time: a directory's names in ordinal order, each directory among them with all that is
    /// in it. A directory below that cannot be read comes out as a file, so that it is reported like one.
    /// </summary>
    /// <param name="after">The file that an earlier walk came to; null: from the beginning.</param>
    public IEnumerable<ScannedFile> Files(RelativePath? after = null) =>
        Walk(directory, after is { } cursor ? Segments(cursor) : [])
            .Select(file => file with { Path = RelativePath.Join(Below, file.Path.Value) })
            .Where(IsShortEnough);

    /// <summary>The names on the way from the scanned directory to a file that came out of it.</summary>
    private string[] Segments(RelativePath path)
    {
        var start = Below.Length > 0 ? Below : directory;
        return (start.Length == 0 ? path.Value : path.Value[(start.Length + 1)..]).Split('/');
    }

    /// <summary>A longer path is no path to a ledger, nor to a message.</summary>
    private bool IsShortEnough(ScannedFile file)
    {
        if (RelativePath.ToBytes(file.Path.Value).Length <= RelativePath.MaxBytes)
        {
            return true;
        }

        TooLong = ((TooLong?.Files ?? 0) + 1, TooLong?.Example ?? file.Path.ToDisplay());
        return false;
    }

    /// <summary>
    /// All names of a directory are read before the first file comes out, since workers rename files among them; what is looked at and
    /// held of each file besides is that of one batch.
    /// </summary>
    private IEnumerable<ScannedFile> Walk(string at, string[] after)
    {
        if (at != directory && HasLedger(at))
        {
            _nested.Add(at);
            yield break;
        }

        var (entries, unreadable) = Read(at);
        var files = new List<string>(BatchSize);
        foreach (var entry in entries)
        {
            var order = after.Length == 0 ? 1 : string.CompareOrdinal(entry.Name, after[0]);
            if (order < 0 || (order == 0 && after.Length == 1))
            {
                continue;
            }

            if (entry.Kind != EntryKind.Directory)
            {
                if (Takes(at, entry.Name))
                {
                    files.Add(entry.Name);
                }

                if (files.Count < BatchSize)
                {
                    continue;
                }
            }

            var below = entry.Kind == EntryKind.Directory ? Enter(at, entry, order == 0 ? after[1..] : []) : [];
            foreach (var file in Flush(at, files).Concat(below))
            {
                yield return file;
            }
        }

        foreach (var file in Flush(at, files))
        {
            yield return file;
        }

        if (unreadable)
        {
            yield return new(RelativePath.Join("", at), null);
        }
    }

    /// <summary>The scanned directory itself must be readable; one below that has gone in the meantime is just at its end.</summary>
    private (List<DirectoryEntry> Entries, bool Unreadable) Read(string at)
    {
        var (entries, unreadable) = (new List<DirectoryEntry>(), false);
        try
        {
            entries.AddRange(root.List(at).Where(entry => entry.Name != StateDirectory.Name));
        }
        catch (FileFaultException fault) when (at != directory)
        {
            unreadable = fault.Failure.Reason is not (FailureReason.Missing or FailureReason.Link);
        }

        entries.Sort((one, other) => string.CompareOrdinal(one.Name, other.Name));
        return (entries, unreadable);
    }

    private List<ScannedFile> Flush(string at, List<string> names)
    {
        var files = names.Count == 0 ? [] : names
            .Zip(Identities(at, names), (name, identity) => new ScannedFile(RelativePath.Join(at, name), identity))
            .ToList();
        names.Clear();
        return files;
    }

    /// <summary>Those of files whose directory cannot be opened any more are not known, and a worker says why.</summary>
    private FileIdentity?[] Identities(string at, List<string> names)
    {
        try
        {
            return root.Identify(at, names);
        }
        catch (FileFaultException)
        {
            return new FileIdentity?[names.Count];
        }
    }

    /// <summary>Where that cannot be told, reading the directory says why.</summary>
    private bool HasLedger(string at)
    {
        try
        {
            return NestedRoot.IsAt(root, at);
        }
        catch (FileFaultException)
        {
            return false;
        }
    }

    private bool Takes(string at, string name)
    {
        if (IsWanted(RelativePath.Join(at, name)))
        {
            return true;
        }

        if (IsOfTheSystem(name, SystemNames.MatchFile))
        {
            SystemPassedOver++;
        }
        else
        {
            PassedOver++;
        }

        return false;
    }

    private IEnumerable<ScannedFile> Enter(string at, DirectoryEntry entry, string[] after)
    {
        var path = RelativePath.Join(at, entry.Name).Value;
        if (!options.Recurse || path == leaveOut)
        {
            return [];
        }

        // One that a walk goes on in has been counted by the walk before.
        var isOfTheSystem = IsOfTheSystem(entry.Name, SystemNames.MatchDirectory);
        if (after.Length == 0 && (isOfTheSystem || ImageNames.Match(entry.Name)))
        {
            SystemPassedOver++;
        }

        return isOfTheSystem ? [] : Walk(path, after);
    }

    /// <summary>A glob that merely matches, as <c>*.jpg</c> does with a preview's name, does not mean what a system keeps.</summary>
    private bool IsOfTheSystem(string name, Func<string, bool> match) => match(name) && !Array.Exists(
        _named, segment => match(segment) && FileSystemName.MatchesSimpleExpression(segment, name, ignoreCase: true));

    private bool IsWanted(RelativePath path)
    {
        if (IsOfTheSystem(path.Name, SystemNames.MatchFile))
        {
            return false;
        }

        var below = directory.Length == 0 ? path.Value : path.Value[(directory.Length + 1)..];
        return (_included?.Match(below).HasMatches ?? ImageNames.Match(path.Name)) && _excluded?.Match(below).HasMatches is not true;
    }

    private static Matcher Globs(IEnumerable<string> globs)
    {
        var matcher = new Matcher(StringComparison.OrdinalIgnoreCase);
        foreach (var glob in globs)
        {
            matcher.AddInclude(glob.TrimEnd('/').Contains('/', StringComparison.Ordinal) ? glob : $"**/{glob}");
        }

        return matcher;
    }
}
