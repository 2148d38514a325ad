using ImgCompress.Contracts;

namespace ImgCompress.Queue;

/// <summary>A message in the dead-letter queue.</summary>
/// <param name="Body">As it was sent, unchecked.</param>
/// <param name="Failure">Why it is there; null where the queue itself put it there, after too many deliveries.</param>
/// <param name="Sent">When it came there; of one that the queue itself put there, when it was sent.</param>
public sealed record DeadLetter(string Body, Failure? Failure, DateTimeOffset Sent);
