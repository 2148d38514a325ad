namespace ImgCompress.Enqueuer.Running;

/// <summary>What a reconciliation found and did.</summary>
/// <param name="Jobs">Jobs that had unfinished items.</param>
/// <param name="Unfinished">Their unfinished items.</param>
/// <param name="Sent">
/// Messages sent again: of all of the unfinished items, dead letters that the queue itself had made of them included, and of failed
/// items that have no dead letter; or none.
/// </param>
/// <param name="Queued">About how many messages the queue held before, waiting or in flight.</param>
/// <param name="Loading">Jobs whose submission has not come to its end: only <c>submit DIR --job ID</c> knows their other files.</param>
/// <param name="RemovedTemps">Temp files that belonged to no unfinished item; null: they were not looked at.</param>
/// <param name="Complete">False where it was cut off; called again, it goes on once the queue is empty.</param>
internal sealed record ReconcileResult(
    long Jobs, long Unfinished, long Sent, long Queued, IReadOnlyList<string> Loading, long? RemovedTemps, bool Complete);
