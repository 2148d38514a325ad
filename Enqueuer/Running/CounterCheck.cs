using System.Globalization;
using ImgCompress.Contracts;
using ImgCompress.Ledger;

namespace ImgCompress.Enqueuer.Running;

/// <summary>Adds up a job's rows, to be compared with its counters.</summary>
internal sealed class CounterCheck
{
    private long _done;
    private long _unchanged;
    private long _kept;
    private long _skipped;
    private long _failed;
    private long _restored;
    private Sizes _sizes;

    public long Rows { get; private set; }

    public long Unfinished { get; private set; }

    public void Add(FileRow row)
    {
        Rows++;
        switch (row)
        {
            case { State: ItemState.Failed } when Counts.IsSkipped(row.Failure):
                _skipped++;
                break;
            case { State: ItemState.Failed }:
                _failed++;
                break;
            case { State: ItemState.Done or ItemState.Restoring }:
                _done += row.Outcome == Outcome.Done ? 1 : 0;
                _unchanged += row.Outcome == Outcome.Unchanged ? 1 : 0;
                _kept += row.Outcome == Outcome.Kept ? 1 : 0;
                _restored += row.Outcome == Outcome.Restored ? 1 : 0;
                _sizes += row.Sizes;
                break;
            default:
                Unfinished++;
                break;
        }
    }

    /// <summary>
    /// One finding for each counter that is off. Where later jobs have taken rows, the counters hold these besides, whose sum is known and
    /// whose parts are not.
    /// </summary>
    /// <param name="counts">The counters.</param>
    /// <param name="total">The number of the job's items; null: not submitted to its end.</param>
    /// <param name="isCancelled">Whether the job was cancelled.</param>
    public IEnumerable<FileFinding> Compare(Counts counts, long? total, bool isCancelled)
    {
        var taken = Math.Max(0, (total ?? Rows) - Rows);
        (string Name, long Counted, long Found, bool IsPart)[] pairs =
        [
            ("done", counts.Done, _done, true),
            ("unchanged", counts.Unchanged, _unchanged, true),
            ("kept", counts.Kept, _kept, true),
            ("skipped", counts.Skipped, _skipped, true),
            ("failed", counts.Failed, _failed, true),
            ("restored", counts.Restored, _restored, true),
            ("bytesIn", counts.Sizes.BytesIn, _sizes.BytesIn, false),
            ("bytesOut", counts.Sizes.BytesOut, _sizes.BytesOut, false),
            ("pixelsIn", counts.Sizes.PixelsIn, _sizes.PixelsIn, false),
            ("pixelsOut", counts.Sizes.PixelsOut, _sizes.PixelsOut, false),
        ];
        foreach (var (name, counted, found, isPart) in pairs)
        {
            if (taken == 0 ? counted != found : counted < found || (isPart && counted > found + taken))
            {
                yield return new(name, "counter", Detail(counted, found));
            }
        }

        // What a later job takes had ended, but for what a cancelled job had not begun.
        var ended = pairs.Where(pair => pair.IsPart).Sum(pair => pair.Found);
        if (Rows > total || (taken > 0 && !isCancelled && counts.Ended != ended + taken))
        {
            yield return new("total", "counter", Detail(total ?? 0, Rows));
        }
    }

    private static string Detail(long counted, long found) =>
        string.Create(CultureInfo.InvariantCulture, $"the counter says {counted}, the rows {found}");
}
