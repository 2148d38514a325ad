using System.Text;
using ImgCompress.Worker;
using Xunit;

namespace ImgCompress.Tests.Lambda;

/// <summary>Events as the documentation of AWS Lambda shows them.</summary>
public sealed class DocumentedEvent
{
    private const string Sample = """
        {
            "Records": [
                {
                    "messageId": "059f36b4-87a3-44ab-83d2-661975830a7d",
                    "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a...",
                    "body": "Test message.",
                    "attributes": {
                        "ApproximateReceiveCount": "1",
                        "SentTimestamp": "1545082649183",
                        "SenderId": "AIDAIENQZJOLO23YVJ4VO",
                        "ApproximateFirstReceiveTimestamp": "1545082649185"
                    },
                    "messageAttributes": {
                        "myAttribute": {
                            "stringValue": "myValue",
                            "stringListValues": [],
                            "binaryListValues": [],
                            "dataType": "String"
                        }
                    },
                    "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
                    "eventSource": "aws:sqs",
                    "eventSourceARN": "arn:aws:sqs:us-east-2:123456789012:my-queue",
                    "awsRegion": "us-east-2"
                },
                {
                    "messageId": "2e1424d4-f796-459a-8184-9c92662be6da",
                    "receiptHandle": "AQEBzWwaftRI0KuVm4tP+/7q1rGgNqicHq...",
                    "body": "{\"v\":1,\"job\":\"20260131-142530-kqzmwt\",\"path\":\"a/b.png\"}",
                    "attributes": {
                        "ApproximateReceiveCount": "7",
                        "SentTimestamp": "1545082650636",
                        "SenderId": "AIDAIENQZJOLO23YVJ4VO",
                        "ApproximateFirstReceiveTimestamp": "1545082650649"
                    },
                    "messageAttributes": {},
                    "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
                    "eventSource": "aws:sqs",
                    "eventSourceARN": "arn:aws:sqs:us-east-2:123456789012:my-queue",
                    "awsRegion": "us-east-2"
                }
            ]
        }
        """;

    [Fact]
    public void IsReadWithWhatHasComeMostOftenFirst()
    {
        var items = BatchEvent.Read(Encoding.UTF8.GetBytes(Sample));

        Assert.Equal(["2e1424d4-f796-459a-8184-9c92662be6da", "059f36b4-87a3-44ab-83d2-661975830a7d"], items.Select(item => item.Records[0].Id));
        Assert.Equal("a/b.png", items[0].Message?.Path.Value);
        Assert.Null(items[1].Message);
        Assert.Equal("Test message.", items[1].Records[0].Received.Body);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1545082650636), items[0].Sent);
        Assert.Equal(7, items[0].ReceiveCount);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"Records\":null}")]
    [InlineData("{\"Records\":[null]}")]
    [InlineData("{\"Records\":[{\"messageId\":\"a\",\"eventSource\":\"aws:sqs\"}]}")]
    [InlineData("{\"Records\":[{\"eventSource\":\"aws:s3\",\"awsRegion\":\"us-east-1\",\"s3\":{}}]}")]
    [InlineData("{\"records\":[]}")]
    public void OfAnotherServiceIsRefused(string json) =>
        Assert.StartsWith(
            "this is no SQS event", Assert.Throws<InvalidDataException>(() => BatchEvent.Read(Encoding.UTF8.GetBytes(json))).Message, StringComparison.Ordinal);

    [Fact]
    public void IsAnsweredWithEachFailedIdOnce() =>
        Assert.Equal(
            """{"batchItemFailures":[{"itemIdentifier":"a"},{"itemIdentifier":"b"}]}""",
            Encoding.UTF8.GetString(BatchEvent.Answer(["a", "b", "a"]).Span));
}
