namespace ImgCompress.Tests.Fixtures.Queue;

/// <summary>What the queue of a test is kept in.</summary>
public enum QueueBackend
{
    Sqlite,

    /// <summary>The simulator's.</summary>
    Simulated,

    /// <summary>SQS given by the environment or LocalStack, or else <c>fauxqs</c>, where redrives go by hand.</summary>
    Sqs,

    /// <summary><c>local-aws-sqs</c>, which has the task that moves messages: a redrive of everything goes through it.</summary>
    LocalAwsSqs,
}
