namespace ImgCompress.Files;

/// <summary>
/// The state directory of a root, opened. Whoever can write in it can make a program write elsewhere, by links and by databases of
/// their making; so it is used only where it belongs to the user that the program runs as, nobody else may write in it, and it is no
/// link; and no file in it is reached through a link. Every failure is a <see cref="FileFaultException"/>.
/// </summary>
public interface IStateDirectory : IDisposable
{
    /// <summary>The full path, for messages and for what is opened by name.</summary>
    string Location { get; }

    /// <summary>Whether there is a regular file of that name.</summary>
    /// <exception cref="FileFaultException">There is something else, or it cannot be told.</exception>
    bool Has(string name);

    /// <summary>A file's content; null where there is none.</summary>
    byte[]? Read(string name);

    /// <summary>Puts content in place in one step, flushed: whoever reads finds the old or the new one.</summary>
    void Write(string name, ReadOnlySpan<byte> content);

    /// <summary>The same for a file that must not be there yet. False: it is there, and stays.</summary>
    bool TryCreate(string name, ReadOnlySpan<byte> content);

    /// <summary>
    /// The same for a file that still holds <paramref name="standing"/>; false: it does not, or somebody has replaced what was put in place
    /// already. Of several who replace one content by others, one at most is told true, and after that none of them can still do it,
    /// however long it has stalled: what it had written is gone.
    /// </summary>
    bool TryReplace(string name, ReadOnlySpan<byte> standing, ReadOnlySpan<byte> content);

    /// <summary>Removes a file; one that is gone already is fine.</summary>
    void Remove(string name);

    /// <summary>Gives a file another name, over one that has it.</summary>
    void Rename(string from, string to);

    /// <summary>
    /// Takes the lock of that name, which the system gives back when the process ends, however it ends; null: another has it.
    /// </summary>
    /// <exception cref="FileFaultException">The file system has no locks, or not those that the embedded ledger needs.</exception>
    IDisposable? TryLock(string name);

    /// <summary>The same lock, along with others who share it; null: another has it alone.</summary>
    /// <exception cref="FileFaultException">As of <see cref="TryLock"/>.</exception>
    IDisposable? TryShare(string name);
}
