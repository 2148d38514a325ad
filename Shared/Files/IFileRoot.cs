using ImgCompress.Contracts;

namespace ImgCompress.Files;

/// <summary>
/// A directory and the system calls that the protocol makes below it. Links are never followed on the way, so nothing outside
/// is reachable. Every failure is a <see cref="FileFaultException"/> with its reason.
/// </summary>
public interface IFileRoot : IDisposable
{
    /// <summary>The full path of the root, for messages and for what is opened by name.</summary>
    string Location { get; }

    /// <summary>Opens the state directory; null where there is none and <paramref name="use"/> does not make it.</summary>
    /// <exception cref="FileFaultException">It is not our own, or cannot be opened; the message says whose it is.</exception>
    IStateDirectory? OpenState(StateUse use);

    /// <summary>Another root that this one lies in; null: none.</summary>
    FoundRoot? FindRootAbove();

    /// <summary>The entries of a directory, in no order.</summary>
    /// <param name="directory">The directory, below the root; empty: the root.</param>
    IEnumerable<DirectoryEntry> List(string directory);

    /// <summary>The identities of entries of a directory, in their order; null for one that is no regular file, or has gone.</summary>
    /// <param name="directory">The directory, below the root; empty: the root.</param>
    /// <param name="names">Names of its entries. They are looked at side by side.</param>
    FileIdentity?[] Identify(string directory, IReadOnlyList<string> names);

    /// <summary>The identity of what stands at <paramref name="path"/> now, by opening it; null where there is nothing.</summary>
    FileIdentity? TryStat(RelativePath path);

    /// <summary>Reads a regular file of at most <paramref name="maxBytes"/>.</summary>
    LoadedFile Load(RelativePath path, long maxBytes);

    /// <summary>
    /// Creates the temp file <paramref name="temp"/>, which must not exist yet, with content and traits, flushed to the disk. A failure
    /// leaves nothing behind.
    /// </summary>
    /// <returns>By which it is known again; to be disposed before the file is removed.</returns>
    WrittenTemp WriteTemp(TempName temp, ReadOnlySpan<byte> content, FileTraits? traits);

    /// <summary>Removes a temp file; one that is gone already is fine.</summary>
    void RemoveTemp(TempName temp);

    /// <summary>The temp files that exist.</summary>
    IEnumerable<TempName> ListTemps();

    /// <summary>
    /// Takes a temp file away from whoever would still rename it, by renaming it itself; false: there is none of that name.
    /// </summary>
    bool TryTakeTemp(TempName temp, TempName taken);

    /// <summary>What stands there now; null: nothing.</summary>
    FileIdentity? TryStatTemp(TempName temp);

    /// <summary>Reads a temp file, however large it is, without holding it; null: there is none.</summary>
    Fingerprint? FingerprintOfTemp(TempName temp);

    /// <summary>What a temp file says of itself, as <see cref="FileTraits.Note"/>; null: nothing, or there is none.</summary>
    string? NoteOfTemp(TempName temp);

    /// <summary>Renames a temp file over <paramref name="target"/> in one step, whatever stands there.</summary>
    void Replace(TempName temp, RelativePath target);

    /// <summary>
    /// Lets a temp file and <paramref name="target"/>, which both are there, change names in one step. False: the file system has no such
    /// call.
    /// </summary>
    bool TryExchange(TempName temp, RelativePath target);

    /// <summary>
    /// Gives a temp file the name <paramref name="target"/> in one step, where nothing has it. False: the file system has no such call.
    /// </summary>
    /// <exception cref="FileFaultException">Something has that name, and keeps it.</exception>
    bool TryPlace(TempName temp, RelativePath target);

    /// <summary>Flushes the directory that <paramref name="target"/> is in, so that its new name outlives a power failure.</summary>
    void SyncDirectoryOf(RelativePath target);

    /// <summary>
    /// Links <paramref name="path"/> to the further name <paramref name="keptAt"/>, creating its directories. A link that exists is left
    /// as it is.
    /// </summary>
    void Keep(RelativePath path, RelativePath keptAt);

    /// <summary>
    /// Removes the further name that keeping gave a file, and the directories that this leaves empty; one that is gone already is fine.
    /// </summary>
    void RemoveKept(RelativePath keptAt);

    /// <summary>
    /// Gives a kept original the further name <paramref name="temp"/>, which must not exist yet, so that it can be put in place like any
    /// temp file: the very file, with all its traits.
    /// </summary>
    void LinkTemp(TempName temp, RelativePath keptAt);

    /// <summary>Creates the directory that <paramref name="target"/> is in, and those above it, where missing.</summary>
    void CreateDirectoryOf(RelativePath target);
}
