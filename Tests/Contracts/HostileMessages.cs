using System.Text;
using ImgCompress.Contracts;
using ImgCompress.Engine.Batches;
using ImgCompress.Tests.Fixtures;
using Xunit;

namespace ImgCompress.Tests.Contracts;

/// <summary>Bodies of messages and events that anybody who may send can send.</summary>
public sealed class HostileMessages
{
    private const string Message = """{"v":1,"job":"20260131-142530-kqzmwt","path":"a/b.png","redrive":3}""";

    private const string Event =
        """
        {"Records":[{"messageId":"m","receiptHandle":"r","body":"{\"v\":1,\"job\":\"j\",\"path\":\"a.png\"}","eventSource":"aws:sqs",
        "attributes":{"ApproximateReceiveCount":"1"},"messageAttributes":{"a":{"stringValue":"b","dataType":"String"}}}]}
        """;

    [Fact]
    public void AreMessagesOrSaidToBeNone()
    {
        foreach (var body in HostileJson.Of(Message, new Random(8), 3000 + (100 * LongTests.Cases)))
        {
            if (JobMessage.Parse(body, out var problem) is { } message)
            {
                // What is taken is a message that says the same again.
                Assert.Equal(message, JobMessage.Parse(message.ToJson(), out _));
            }
            else
            {
                Assert.False(string.IsNullOrWhiteSpace(problem), body);
            }
        }
    }

    [Fact]
    public void OfEventsAreReadOrSaidToBeNone()
    {
        foreach (var text in HostileJson.Of(Event, new Random(8), 3000 + (100 * LongTests.Cases)))
        {
            try
            {
                Assert.All(
                    BatchEvent.Read(Encoding.UTF8.GetBytes(text)),
                    item => Assert.True(item.Message is not null || item.Problem.Length > 0));
            }
            catch (InvalidDataException exception)
            {
                Assert.Contains("no SQS event", exception.Message, StringComparison.Ordinal);
            }
        }
    }
}
