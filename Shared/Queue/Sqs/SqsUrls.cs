namespace ImgCompress.Queue.Sqs;

/// <summary>The URLs of a queue and of its dead-letter queue.</summary>
public sealed record SqsUrls(string Queue, string DeadLetters);
