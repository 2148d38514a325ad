using ImgCompress.Files;

namespace ImgCompress.Tests.Fixtures.Wrappers;

/// <summary>A real state directory, each of whose calls is a step of a life.</summary>
internal sealed class CrashingState(IStateDirectory state, CrashPoint life) : IStateDirectory
{
    public string Location => state.Location;

    public bool Has(string name) => life.Step(() => state.Has(name));

    public byte[]? Read(string name) => life.Step(() => state.Read(name));

    public void Write(string name, ReadOnlySpan<byte> content)
    {
        var copy = content.ToArray();
        life.Step(() => state.Write(name, copy));
    }

    public bool TryCreate(string name, ReadOnlySpan<byte> content)
    {
        var copy = content.ToArray();
        return life.Step(() => state.TryCreate(name, copy));
    }

    public bool TryReplace(string name, ReadOnlySpan<byte> standing, ReadOnlySpan<byte> content)
    {
        var (before, copy) = (standing.ToArray(), content.ToArray());
        return life.Step(() => state.TryReplace(name, before, copy));
    }

    public void Remove(string name) => life.Step(() => state.Remove(name));

    public void Rename(string from, string to) => life.Step(() => state.Rename(from, to));

    public IDisposable? TryLock(string name) => life.Step(() => state.TryLock(name));

    public IDisposable? TryShare(string name) => life.Step(() => state.TryShare(name));

    public void Dispose() => state.Dispose();
}
