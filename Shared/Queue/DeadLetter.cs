using ImgCompress.Contracts;

namespace ImgCompress.Queue;

/// <summary>A message in the dead-letter queue.</summary>
/// <param name="Body">As it was sent, unchecked.</param>
/// <param name="Failure">Why it is there; <see cref="Undelivered"/> where the queue itself put it there.</param>
public sealed record DeadLetter(string Body, Failure Failure)
{
    /// <summary>Of a letter that no worker has sent.</summary>
    public static readonly Failure Undelivered = new(
        FailureReason.Undelivered,
        "the queue gave its message up, since no delivery came to an end: the worker could not start, had no time left, or was throttled");

    /// <summary>Names the item, for telling its letters from those of others.</summary>
    public string Item => JobMessage.Parse(Body, out _) is { } message ? $"{message.Job}/{message.Path}" : Body;
}
