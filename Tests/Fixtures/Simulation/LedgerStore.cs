using ImgCompress.Contracts;
using ImgCompress.Ledger;

namespace ImgCompress.Tests.Fixtures.Simulation;

/// <summary>
/// What a simulated ledger holds, and what a power failure takes from it: commits from the end backwards, up to the last flush.
/// </summary>
internal sealed class LedgerStore
{
    private readonly SortedDictionary<RelativePath, FileRow> _files = [];
    private readonly Dictionary<JobId, StoredJob> _jobs = [];
    private readonly Dictionary<Fingerprint, FileHistory> _results = [];

    // Each commit as what undoes it.
    private readonly List<List<Action>> _unflushed = [];
    private List<Action> _undo = [];

    public RootIdentity? Root { get; private set; }

    public IReadOnlyDictionary<RelativePath, FileRow> Files => _files;

    public IReadOnlyDictionary<JobId, StoredJob> Jobs => _jobs;

    /// <summary>Told of each row that changes, with what it was; null: it is new.</summary>
    public Action<FileRow?, FileRow>? Changed { get; set; }

    /// <summary>Told after each commit.</summary>
    public Action? Committed { get; set; }

    /// <summary>A job with its counts, and with those that follow from its rows, to compare.</summary>
    public sealed record StoredJob(JobRow Row, Counts Counts, Counts Counted);

    public FileRow? Find(RelativePath path) => _files.GetValueOrDefault(path);

    public StoredJob? Find(JobId job) => _jobs.GetValueOrDefault(job);

    public FileHistory? Find(Fingerprint content) => _results.GetValueOrDefault(content);

    /// <summary>One transaction.</summary>
    /// <param name="work">What it does; what it answers comes back.</param>
    /// <param name="flushed">A power failure takes neither it nor what came before.</param>
    public T Commit<T>(Func<T> work, bool flushed = false)
    {
        var result = work();
        if (_undo.Count > 0)
        {
            _unflushed.Add(_undo);
            _undo = [];
        }

        if (flushed)
        {
            _unflushed.Clear();
        }

        Committed?.Invoke();
        return result;
    }

    /// <summary>Takes back the last <paramref name="commits"/> that were not flushed.</summary>
    public void LosePower(Func<int, int> commits)
    {
        for (var i = commits(_unflushed.Count); i > 0; i--)
        {
            var last = _unflushed[^1];
            _unflushed.RemoveAt(_unflushed.Count - 1);
            last.Reverse();
            last.ForEach(undo => undo());
        }

        _unflushed.Clear();
    }

    public void Set(RootIdentity root)
    {
        var before = Root;
        _undo.Add(() => Root = before);
        Root = root;
    }

    public void Set(Fingerprint content, FileHistory history)
    {
        Undo(_results, content);
        _results[content] = history;
    }

    public void Set(JobRow row) => Set(Find(row.Id) is { } job ? job with { Row = row } : new(row, Counts.None, Counts.None));

    public void Set(StoredJob job)
    {
        Undo(_jobs, job.Row.Id);
        _jobs[job.Row.Id] = job;
    }

    public void Set(FileRow row)
    {
        var before = Find(row.Path);
        _undo.Add(() =>
        {
            if (before is null)
            {
                _files.Remove(row.Path);
            }
            else
            {
                _files[row.Path] = before;
            }
        });
        _files[row.Path] = row;
        Recount(before, row);
        Changed?.Invoke(before, row);
    }

    /// <summary>Adds to a job's counts.</summary>
    public void Count(JobId job, Func<Counts, Counts> change)
    {
        var stored = _jobs[job];
        Set(stored with { Counts = change(stored.Counts) });
    }

    /// <summary>One item of an outcome, or of a failure, more or less.</summary>
    public static Counts Add(Counts counts, FileRow row, int by, DateTimeOffset? changed = null)
    {
        var sizes = by > 0 ? counts.Sizes + row.Sizes : counts.Sizes - row.Sizes;
        var sized = row.State == ItemState.Failed ? counts : counts with { Sizes = sizes };
        var counted = (row.State, row.Outcome) switch
        {
            (ItemState.Failed, _) when Counts.IsSkipped(row.Failure) => sized with { Skipped = sized.Skipped + by },
            (ItemState.Failed, _) => sized with { Failed = sized.Failed + by },
            (_, Outcome.Done) => sized with { Done = sized.Done + by },
            (_, Outcome.Unchanged) => sized with { Unchanged = sized.Unchanged + by },
            (_, Outcome.Restored) => sized with { Restored = sized.Restored + by },
            _ => sized with { Kept = sized.Kept + by },
        };
        return counted with { Changed = changed ?? counts.Changed };
    }

    private static bool IsCounted(FileRow row) => row.State is ItemState.Done or ItemState.Failed or ItemState.Restoring;

    /// <summary>What a later job takes over stays counted in the one that ended it.</summary>
    private void Recount(FileRow? before, FileRow row)
    {
        var job = _jobs[row.Job];
        var counted = job.Counted;
        if (before?.Job == row.Job && IsCounted(before))
        {
            counted = Add(counted, before, -1);
        }

        if (IsCounted(row))
        {
            counted = Add(counted, row, 1);
        }

        Set(job with { Counted = counted with { Items = counted.Items + (before?.Job == row.Job ? 0 : 1) } });
    }

    private void Undo<TKey, TValue>(Dictionary<TKey, TValue> table, TKey key)
        where TKey : notnull
    {
        var had = table.TryGetValue(key, out var before);
        _undo.Add(() =>
        {
            if (had)
            {
                table[key] = before!;
            }
            else
            {
                table.Remove(key);
            }
        });
    }
}
