using System.IO.Enumeration;
using ImgCompress.Contracts;
using Microsoft.Extensions.FileSystemGlobbing;

namespace ImgCompress.Files;

/// <summary>
/// Walks a directory below a root and names the files that a job takes; holds one directory's stream a level and nothing else.
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

    /// <summary>Walks once. A directory below that cannot be read comes out as a file, so that it is reported like one.</summary>
    public IEnumerable<ScannedFile> Files() =>
        Walk(directory).Select(file => file with { Path = RelativePath.Join(Below, file.Path.Value) }).Where(IsShortEnough);

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

    private IEnumerable<ScannedFile> Walk(string at)
    {
        if (at != directory && HasLedger(at))
        {
            _nested.Add(at);
            yield break;
        }

        using var entries = root.List(at, name => IsWanted(RelativePath.Join(at, name))).GetEnumerator();
        bool unreadable;
        while (TryMoveNext(entries, at, out unreadable))
        {
            foreach (var file in Take(at, entries.Current))
            {
                yield return file;
            }
        }

        if (unreadable)
        {
            yield return new(RelativePath.Join("", at), null);
        }
    }

    /// <summary>The scanned directory itself must be readable; one below that has gone in the meantime is just at its end.</summary>
    private bool TryMoveNext(IEnumerator<DirectoryEntry> entries, string at, out bool unreadable)
    {
        unreadable = false;
        try
        {
            return entries.MoveNext();
        }
        catch (FileFaultException fault) when (at != directory)
        {
            unreadable = fault.Failure.Reason is not (FailureReason.Missing or FailureReason.Link);
            return false;
        }
    }

    private bool HasLedger(string at)
    {
        try
        {
            return root.TryStat(RelativePath.Join(at, $"{StateDirectory.Name}/{StateDirectory.Mark}")) is not null
                || root.TryStat(RelativePath.Join(at, $"{StateDirectory.Name}/{StateDirectory.Ledger}")) is not null;
        }
        catch (FileFaultException fault)
        {
            // A state directory that cannot be looked into is somebody else's, most likely: it has one, and its files are left alone. A
            // link is no ledger.
            return fault.Failure.Reason != FailureReason.Link && HasStateDirectory(at);
        }
    }

    /// <summary>False for a directory that cannot itself be read, which the walk then reports.</summary>
    private bool HasStateDirectory(string at)
    {
        try
        {
            return root.List(at, _ => false).Any(entry => entry.Name == StateDirectory.Name);
        }
        catch (FileFaultException)
        {
            return false;
        }
    }

    private IEnumerable<ScannedFile> Take(string at, DirectoryEntry entry)
    {
        var path = RelativePath.Join(at, entry.Name);
        if (entry.Name == StateDirectory.Name)
        {
            yield break;
        }

        if (entry.Kind != EntryKind.Directory)
        {
            if (entry.IsWanted)
            {
                yield return new(path, entry.Identity);
            }
            else if (IsOfTheSystem(entry.Name, SystemNames.MatchFile))
            {
                SystemPassedOver++;
            }
            else
            {
                PassedOver++;
            }
        }
        else if (options.Recurse && path.Value != leaveOut)
        {
            var isOfTheSystem = IsOfTheSystem(entry.Name, SystemNames.MatchDirectory);
            if (isOfTheSystem || ImageNames.Match(entry.Name))
            {
                SystemPassedOver++;
            }

            foreach (var file in isOfTheSystem ? [] : Walk(path.Value))
            {
                yield return file;
            }
        }
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
