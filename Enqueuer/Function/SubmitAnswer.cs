namespace ImgCompress.Enqueuer.Function;

/// <summary>What the function answers.</summary>
/// <param name="Job">The job's id.</param>
/// <param name="Count">Files enqueued by this call.</param>
/// <param name="Unchanged">Files that need no work: they are as the last job with the same spec left them.</param>
/// <param name="Busy">Files left out because they are unfinished items of other jobs.</param>
/// <param name="PassedOver">Files passed over because of their names.</param>
/// <param name="SystemPassedOver">Files and directories of the system passed over, and directories named like images.</param>
/// <param name="TooLong">Files left out because their paths are too long.</param>
/// <param name="Complete">
/// False where the function ran out of time: it goes on by itself within minutes, or at once where it is called with <c>"job"</c> set.
/// </param>
internal sealed record SubmitAnswer(
    string Job, long Count, long Unchanged, long Busy, long PassedOver, long SystemPassedOver, long TooLong, bool Complete);
