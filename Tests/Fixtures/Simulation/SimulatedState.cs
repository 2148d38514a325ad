using ImgCompress.Files;

namespace ImgCompress.Tests.Fixtures.Simulation;

/// <summary>The state directory of a simulated root.</summary>
internal sealed class SimulatedState(SimulatedDisk disk, string directory, ICaller caller) : IStateDirectory
{
    public string Location => $"/{directory}";

    public bool Has(string name) => caller.Call("has state", () => disk.Find(At(name)) is not null, writes: false);

    public byte[]? Read(string name) => caller.Call("read state", () => disk.Find(At(name))?.Content, writes: false);

    public void Write(string name, ReadOnlySpan<byte> content)
    {
        var copy = content.ToArray();
        caller.Call("write state", () => Put(name, copy));
    }

    public bool TryCreate(string name, ReadOnlySpan<byte> content)
    {
        var copy = content.ToArray();
        return caller.Call("create state", () => disk.Find(At(name)) is null && Put(name, copy));
    }

    public bool TryReplace(string name, ReadOnlySpan<byte> standing, ReadOnlySpan<byte> content)
    {
        var (expected, copy) = (standing.ToArray(), content.ToArray());
        var temp = caller.Call("write state beside", () =>
        {
            var file = disk.Create(copy);
            file.Durable = copy;
            var beside = $"{name}.{file.Identity.Inode}";
            disk.Rename((At(beside), file));
            return beside;
        });
        try
        {
            if (!Holds(name, expected) || !caller.Call("replace state", () => TryRename(temp, name)))
            {
                Remove(temp);
                return false;
            }
        }
        catch (FileFaultException)
        {
            Remove(temp);
            throw;
        }

        caller.Call("flush state", () =>
        {
            disk.Flush(directory);
            return true;
        });
        var temps = caller.Call(
            "list state",
            () => disk.Names.Keys.Where(one => one.StartsWith(At($"{name}."), StringComparison.Ordinal)).ToList(),
            writes: false);
        temps.ForEach(one => Remove(one[(directory.Length + 1)..]));
        return Holds(name, copy);
    }

    public void Remove(string name) => caller.Call("remove state", () =>
    {
        if (disk.Find(At(name)) is not null)
        {
            disk.Rename((At(name), null));
        }

        return true;
    });

    public void Rename(string from, string to) => caller.Call("rename state", () =>
    {
        disk.Rename((At(from), null), (At(to), disk.Find(At(from))));
        disk.Flush(directory);
        return true;
    });

    public IDisposable? TryLock(string name) => throw new NotSupportedException("Nothing that is simulated takes a lock.");

    public IDisposable? TryShare(string name) => throw new NotSupportedException("Nothing that is simulated takes a lock.");

    public void Dispose()
    {
    }

    private bool Holds(string name, byte[] content) => Read(name) is { } read && content.AsSpan().SequenceEqual(read);

    private bool TryRename(string from, string to)
    {
        if (disk.Find(At(from)) is not { } file)
        {
            return false;
        }

        disk.Rename((At(from), null), (At(to), file));
        return true;
    }

    private bool Put(string name, byte[] content)
    {
        var file = disk.Create(content);
        file.Durable = content;
        disk.Rename((At(name), file));
        disk.Flush(directory);
        return true;
    }

    private string At(string name) => $"{directory}/{name}";
}
