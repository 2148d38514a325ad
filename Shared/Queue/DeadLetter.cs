using ImgCompress.Contracts;

namespace ImgCompress.Queue;

/// <summary>A message in the dead-letter queue.</summary>
/// <param name="Body">As it was sent, unchecked.</param>
/// <param name="Failure">Why it is there; null where the queue itself put it there, after too many deliveries.</param>
public sealed record DeadLetter(string Body, Failure? Failure)
{
    /// <summary>Names the item, for telling its letters from those of others.</summary>
    public string Item => JobMessage.Parse(Body, out _) is { } message ? $"{message.Job}/{message.Path}" : Body;
}
