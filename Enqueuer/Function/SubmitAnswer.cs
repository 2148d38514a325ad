namespace ImgCompress.Enqueuer.Function;

/// <summary>What the function answers.</summary>
/// <param name="Job">The job's id.</param>
/// <param name="Count">Files enqueued by this call.</param>
/// <param name="Unchanged">Files that were settled at once: they are as the last job with the same spec left them.</param>
/// <param name="Busy">Files left out, since they are unfinished in other jobs.</param>
/// <param name="Complete">False where the function's time did not suffice: call it again with <c>"job"</c> set, and it goes on.</param>
internal sealed record SubmitAnswer(string Job, long Count, long Unchanged, long Busy, bool Complete);
