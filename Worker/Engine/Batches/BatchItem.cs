using ImgCompress.Contracts;
using ImgCompress.Queue;

namespace ImgCompress.Engine.Batches;

/// <summary>One message of a batch, with all its records: the same message may be in a batch more than once.</summary>
/// <param name="Message">Null where the body is not a valid message; <paramref name="Problem"/> says why.</param>
/// <param name="Problem">Empty, or what is wrong with the body.</param>
/// <param name="Records">Their ids and deliveries.</param>
public sealed record BatchItem(JobMessage? Message, string Problem, IReadOnlyList<(string Id, ReceivedMessage Received)> Records)
{
    private volatile bool _isDone;

    /// <summary>Proven to need no other delivery. Until then each of its records has failed.</summary>
    public bool IsDone => _isDone;

    public int ReceiveCount => Records.Max(record => record.Received.ReceiveCount);

    public void Done() => _isDone = true;
}
