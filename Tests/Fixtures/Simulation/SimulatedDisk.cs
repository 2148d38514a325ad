using ImgCompress.Files;

namespace ImgCompress.Tests.Fixtures.Simulation;

/// <summary>
/// Files and their names, and what of both a power failure leaves. A change of names is one step, whatever happens; but until a directory
/// that it touches is flushed it may be undone, and so may be one that was made after it, unless they touch the same name.
/// </summary>
internal sealed class SimulatedDisk
{
    private readonly SortedDictionary<string, SimulatedFile> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SimulatedFile> _durable = new(StringComparer.Ordinal);
    private readonly List<(string Name, SimulatedFile? File)[]> _unflushed = [];
    private readonly HashSet<string> _directories = new(StringComparer.Ordinal) { "" };
    private long _changes;

    /// <summary>Whether two names can be exchanged, and a name be given where nothing has it.</summary>
    public bool CanExchange { get; init; } = true;

    /// <summary>Told of each change, with the names that it touched.</summary>
    public Action<IReadOnlyList<string>>? Changed { get; set; }

    public IReadOnlyDictionary<string, SimulatedFile> Names => _names;

    /// <summary>Files that were ever made, which is the number of the last one.</summary>
    public ulong Files { get; private set; }

    public SimulatedFile? Find(string name) => _names.GetValueOrDefault(name);

    public bool HasDirectory(string name) => _directories.Contains(name);

    public void MakeDirectory(string name)
    {
        for (var at = name; _directories.Add(at) && at.Contains('/', StringComparison.Ordinal);)
        {
            at = at[..at.LastIndexOf('/')];
        }
    }

    /// <summary>A new file without a name; its content is not flushed.</summary>
    public SimulatedFile Create(byte[] content) => new(++Files, content, ++_changes);

    /// <summary>Files that are given names, or names that are taken away, in one step.</summary>
    public void Rename(params (string Name, SimulatedFile? File)[] changes)
    {
        foreach (var (name, file) in changes)
        {
            if (_names.Remove(name, out var before))
            {
                before.Links--;
                before.Changed = ++_changes;
            }

            if (file is not null)
            {
                _names[name] = file;
                file.Links++;
                file.Changed = ++_changes;
            }
        }

        _unflushed.Add(changes);
        Changed?.Invoke([.. changes.Select(change => change.Name)]);
    }

    /// <summary>As rename(2) does: where the other name stands for the same file, nothing.</summary>
    public void Move(string from, string to, SimulatedFile file)
    {
        if (Find(to) != file)
        {
            Rename((from, null), (to, file));
        }
    }

    /// <summary>Somebody writes into a file.</summary>
    public void Write(string name, byte[] content)
    {
        var file = _names[name];
        (file.Content, file.Durable) = (content, content);
        file.Modified = file.Changed = ++_changes;
        Changed?.Invoke([name]);
    }

    /// <summary>Whether a name would be what it is after a power failure.</summary>
    public bool IsFlushed(string name) => !_unflushed.Exists(changes => Array.Exists(changes, change => change.Name == name));

    /// <summary>Flushes a directory: what touches it, and what came before that and touches the same names.</summary>
    public void Flush(string directory)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = _unflushed.Count - 1; i >= 0; i--)
        {
            if (Array.Exists(_unflushed[i], change => DirectoryOf(change.Name) == directory || names.Contains(change.Name)))
            {
                names.UnionWith(_unflushed[i].Select(change => change.Name));
            }
        }

        Settle(changes => Array.Exists(changes, change => names.Contains(change.Name)));
        _unflushed.RemoveAll(changes => Array.Exists(changes, change => names.Contains(change.Name)));
    }

    /// <param name="keeps">Chooses whether a change of names that was not flushed is kept all the same.</param>
    public void LosePower(Func<bool> keeps)
    {
        var lost = new HashSet<string>(StringComparer.Ordinal);
        Settle(changes =>
        {
            if (Array.Exists(changes, change => lost.Contains(change.Name)) || !keeps())
            {
                lost.UnionWith(changes.Select(change => change.Name));
                return false;
            }

            return true;
        });
        _unflushed.Clear();
        var touched = _names.Keys.Union(_durable.Keys).ToList();
        _names.Clear();
        foreach (var file in _durable.Values)
        {
            (file.Content, file.Links) = (file.Durable ?? [], 0);
        }

        foreach (var (name, file) in _durable)
        {
            _names[name] = file;
            file.Links++;
        }

        Changed?.Invoke(touched);
    }

    public static string DirectoryOf(string name) => name.Contains('/', StringComparison.Ordinal) ? name[..name.LastIndexOf('/')] : "";

    private void Settle(Func<(string Name, SimulatedFile? File)[], bool> which)
    {
        foreach (var (name, file) in _unflushed.Where(which).SelectMany(changes => changes))
        {
            if (file is null)
            {
                _durable.Remove(name);
            }
            else
            {
                _durable[name] = file;
            }
        }
    }
}

/// <summary>A file, whatever names it has.</summary>
internal sealed class SimulatedFile(ulong number, byte[] content, long made)
{
    public ulong Number => number;

    public byte[] Content { get; set; } = content;

    /// <summary>What a power failure leaves of it; null: nothing.</summary>
    public byte[]? Durable { get; set; }

    /// <summary>
    /// What it says of itself. To whoever loads it, it says nothing: that is no part of the promise, and not every file system keeps it.
    /// </summary>
    public string? Note { get; set; }

    public int Links { get; set; }

    public long Modified { get; set; } = made;

    public long Changed { get; set; } = made;

    public FileIdentity Identity => new(1, number, Content.Length, Modified, Changed);
}
