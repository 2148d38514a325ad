namespace ImgCompress.Files;

/// <summary>
/// A temp file that was written, held open until this is disposed: as long as it is, no other file has its number, so that a name that
/// stands for the same file, unchanged, stands for what was written.
/// </summary>
/// <param name="identity">Once content and traits were flushed.</param>
/// <param name="handle">Holds it open; null where numbers are not used again anyway.</param>
public sealed class WrittenTemp(FileIdentity identity, IDisposable? handle) : IDisposable
{
    private bool _isClosed;

    /// <summary>
    /// Whether <paramref name="found"/> is known to be this file. A rename may set the time of the last change, and nothing else. Once it
    /// is closed, nothing is known.
    /// </summary>
    public bool Is(FileIdentity? found) =>
        !_isClosed && found is not null && found with { Changed = identity.Changed } == identity;

    public void Dispose()
    {
        _isClosed = true;
        handle?.Dispose();
    }
}
