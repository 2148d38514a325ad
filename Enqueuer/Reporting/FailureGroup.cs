using ImgCompress.Contracts;
using ImgCompress.Ledger;

namespace ImgCompress.Enqueuer.Reporting;

/// <summary>Files that failed for one reason.</summary>
internal sealed class FailureGroup(FailureReason reason)
{
    private const int MaxExamples = 20;

    private readonly List<FileRow> _examples = [];

    public FailureReason Reason => reason;

    public long Files { get; private set; }

    /// <summary>Some of them.</summary>
    public IReadOnlyList<FileRow> Examples => _examples;

    public void Add(FileRow row)
    {
        Files++;
        if (_examples.Count < MaxExamples)
        {
            _examples.Add(row);
        }
    }
}
