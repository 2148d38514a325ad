using ImgCompress.Contracts;

namespace ImgCompress.Queue;

/// <summary>Which dead letters go back into the queue; what is null does not matter.</summary>
/// <param name="Job">Those whose body is a message of this job.</param>
/// <param name="Reason">Those that died of this.</param>
public sealed record RedriveFilter(JobId? Job, FailureReason? Reason)
{
    public static readonly RedriveFilter Everything = new(null, null);

    public bool Takes(DeadLetter letter) =>
        (Reason is null || letter.Failure.Reason == Reason)
        && (Job is null || JobMessage.Parse(letter.Body, out _)?.Job == Job);
}
