using ImgCompress.Contracts;
using ImgCompress.Files;

namespace ImgCompress.Tests.Fixtures.Wrappers;

/// <summary>A real root, some of whose calls a test gets in the way of. The real one stays open when this is disposed.</summary>
internal abstract class ForwardingRoot(IFileRoot root) : IFileRoot
{
    public string Location => root.Location;

    public virtual IStateDirectory? OpenState(StateUse use) => root.OpenState(use);

    public virtual FoundRoot? FindRootAbove() => root.FindRootAbove();

    public virtual IEnumerable<DirectoryEntry> List(string directory) => root.List(directory);

    public virtual FileIdentity?[] Identify(string directory, IReadOnlyList<string> names) => root.Identify(directory, names);

    public virtual FileIdentity? TryStat(RelativePath path) => root.TryStat(path);

    public virtual LoadedFile Load(RelativePath path, long maxBytes) => root.Load(path, maxBytes);

    public virtual WrittenTemp WriteTemp(TempName temp, ReadOnlySpan<byte> content, FileTraits? traits) =>
        root.WriteTemp(temp, content, traits);

    public virtual void RemoveTemp(TempName temp) => root.RemoveTemp(temp);

    public virtual IEnumerable<TempName> ListTemps() => root.ListTemps();

    public virtual void Replace(TempName temp, RelativePath target) => root.Replace(temp, target);

    public virtual bool TryTakeTemp(TempName temp, TempName taken) => root.TryTakeTemp(temp, taken);

    public virtual FileIdentity? TryStatTemp(TempName temp) => root.TryStatTemp(temp);

    public virtual Fingerprint? FingerprintOfTemp(TempName temp) => root.FingerprintOfTemp(temp);

    public string? NoteOfTemp(TempName temp) => root.NoteOfTemp(temp);

    public virtual bool TryExchange(TempName temp, RelativePath target) => root.TryExchange(temp, target);

    public virtual bool TryPlace(TempName temp, RelativePath target) => root.TryPlace(temp, target);

    public virtual void RemoveKept(RelativePath keptAt) => root.RemoveKept(keptAt);

    public virtual void SyncDirectoryOf(RelativePath target) => root.SyncDirectoryOf(target);

    public virtual void Keep(RelativePath path, RelativePath keptAt) => root.Keep(path, keptAt);

    public virtual void LinkTemp(TempName temp, RelativePath keptAt) => root.LinkTemp(temp, keptAt);

    public virtual void CreateDirectoryOf(RelativePath target) => root.CreateDirectoryOf(target);

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
