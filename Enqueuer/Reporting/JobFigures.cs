using ImgCompress.Contracts;
using ImgCompress.Ledger;

namespace ImgCompress.Enqueuer.Reporting;

/// <summary>What a report tells of a job's files, gathered from a stream of rows; takes the same memory however many there are.</summary>
internal sealed class JobFigures
{
    /// <summary>Files that each list names.</summary>
    public const int Listed = 10;

    /// <summary>The upper ends of the classes of file sizes, in bytes; the last class has none.</summary>
    public static readonly IReadOnlyList<long> SizeLimits = [10_000, 100_000, 1_000_000, 10_000_000];

    /// <summary>Tenths of the original's bytes, and one class for what has grown.</summary>
    private const int RatioClasses = 11;

    private readonly Dictionary<FailureReason, FailureGroup> _failures = [];
    private readonly PriorityQueue<FileRow, double> _slowest = new();
    private readonly PriorityQueue<FileRow, double> _largest = new();
    private readonly PriorityQueue<FileRow, double> _saving = new();

    public long Files { get; private set; }

    /// <summary>Resized files by what is left of their bytes: under a tenth, under two tenths, …, grown.</summary>
    public long[] Ratios { get; } = new long[RatioClasses];

    /// <summary>Resized files by their bytes before.</summary>
    public long[] SizesBefore { get; } = new long[SizeLimits.Count + 1];

    /// <summary>Resized files by their bytes after.</summary>
    public long[] SizesAfter { get; } = new long[SizeLimits.Count + 1];

    /// <summary>The most frequent reason first.</summary>
    public IReadOnlyList<FailureGroup> Failures =>
        [.. _failures.Values.OrderByDescending(group => group.Files).ThenBy(group => group.Reason)];

    /// <summary>Those that took longest, the longest first; of jobs of earlier versions none, which did not record it.</summary>
    public IReadOnlyList<FileRow> Slowest => Ordered(_slowest);

    /// <summary>Those that had the most bytes.</summary>
    public IReadOnlyList<FileRow> Largest => Ordered(_largest);

    /// <summary>Resized files that have lost the most bytes.</summary>
    public IReadOnlyList<FileRow> Saving => Ordered(_saving);

    public void Add(FileRow row)
    {
        Files++;
        Keep(_largest, row, row.Sizes.BytesIn, Listed);
        if (row.State is ItemState.Done or ItemState.Failed && row.Took is { } took)
        {
            Keep(_slowest, row, took.TotalSeconds, Listed);
        }

        if (row.State == ItemState.Failed && row.Failure is { } failure)
        {
            if (!_failures.TryGetValue(failure.Reason, out var group))
            {
                _failures[failure.Reason] = group = new(failure.Reason);
            }

            group.Add(row);
        }

        if (row is { State: ItemState.Done, Outcome: Outcome.Done })
        {
            var ratio = (double)row.Sizes.BytesOut / Math.Max(1, row.Sizes.BytesIn);
            Ratios[Math.Min(RatioClasses - 1, (int)(ratio * 10))]++;
            SizesBefore[ClassOf(row.Sizes.BytesIn)]++;
            SizesAfter[ClassOf(row.Sizes.BytesOut)]++;
            Keep(_saving, row, row.Sizes.BytesIn - row.Sizes.BytesOut, 4 * Listed);
        }
    }

    /// <summary>The label of a class of <see cref="SizesBefore"/>.</summary>
    public static string SizeLabel(int index) => index < SizeLimits.Count
        ? $"under {Rounded(SizeLimits[index])}"
        : $"{Rounded(SizeLimits[^1])} and more";

    /// <summary>The label of a class of <see cref="Ratios"/>.</summary>
    public static string RatioLabel(int index) => index < RatioClasses - 1 ? $"{10 * index}–{10 * (index + 1)} %" : "not smaller";

    private static string Rounded(long bytes) => bytes < 1_000_000 ? $"{bytes / 1000} kB" : $"{bytes / 1_000_000} MB";

    private static int ClassOf(long bytes)
    {
        var index = 0;
        while (index < SizeLimits.Count && bytes >= SizeLimits[index])
        {
            index++;
        }

        return index;
    }

    private static void Keep(PriorityQueue<FileRow, double> queue, FileRow row, double value, int most)
    {
        queue.Enqueue(row, value);
        if (queue.Count > most)
        {
            queue.Dequeue();
        }
    }

    private static List<FileRow> Ordered(PriorityQueue<FileRow, double> queue) =>
        [.. queue.UnorderedItems.OrderByDescending(item => item.Priority).ThenBy(item => item.Element.Path).Select(item => item.Element)];
}
