using Xunit;

namespace ImgCompress.Tests.Fixtures.Queue;

/// <summary>Those that are SQS, each a row of a theory.</summary>
public sealed class SqsBackends : TheoryData<QueueBackend>
{
    public SqsBackends()
    {
        Add(new TheoryDataRow<QueueBackend>(QueueBackend.Sqs).WithTrait("Speed", "Slow"));
        Add(new TheoryDataRow<QueueBackend>(QueueBackend.LocalAwsSqs).WithTrait("Speed", "Slow"));
    }
}
