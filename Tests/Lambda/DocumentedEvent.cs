using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ImgCompress.Engine.Batches;
using ImgCompress.Tests.Fixtures.Lambda;
using Xunit;

namespace ImgCompress.Tests.Lambda;

public sealed class DocumentedEvent
{
    /// <summary>Every member has a place with its name and case, or it would not come back.</summary>
    [Theory]
    [InlineData(SampleEvents.Standard)]
    [InlineData(SampleEvents.Fifo)]
    [InlineData(SampleEvents.WithAttributes)]
    public void LosesNothingInTheRecords(string json)
    {
        var options = new JsonSerializerOptions(LambdaJson.Default.Options)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        };
        var type = (JsonTypeInfo<SQSEvent>)options.GetTypeInfo(typeof(SQSEvent));

        var written = JsonSerializer.Serialize(JsonSerializer.Deserialize(json, type)!, type);

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(written)), written);
    }

    [Fact]
    public void HasTheMembersOfAmazonsRecords()
    {
        var message = JsonSerializer.Deserialize(SampleEvents.WithAttributes, LambdaJson.Default.SQSEvent)!.Records![0]!;

        Assert.Equal("c80e8021-a70a-42c7-a470-796e1186f753", message.MessageId);
        Assert.Equal("AQEBJQ+/u6NsnT5t8Q/VbVxgdUl4TMKZ5F...", message.ReceiptHandle);
        Assert.Equal("Test message.", message.Body);
        Assert.Equal("e4e68fb7bd0e697a0ae8f1bb342846b3", message.Md5OfBody);
        Assert.Equal("c48838208d2b4e14e3ca0093a8443f09", message.Md5OfMessageAttributes);
        Assert.Equal("arn:aws:sqs:us-east-2:123456789012:my-queue", message.EventSourceArn);
        Assert.Equal(("aws:sqs", "us-east-2"), (message.EventSource, message.AwsRegion));
        Assert.Equal("3", message.Attributes!["ApproximateReceiveCount"]);
        Assert.Equal(
            ("Number", "123.456"), (message.MessageAttributes!["number"].DataType, message.MessageAttributes["number"].StringValue));
        Assert.Null(message.MessageAttributes["number"].BinaryValue);
        Assert.NotNull(message.MessageAttributes["bytes"].BinaryValue);
        Assert.Equal(["a", ""], message.MessageAttributes["lists"].StringListValues!);
        Assert.Equal(2, message.MessageAttributes["lists"].BinaryListValues!.Count);
    }

    [Fact]
    public void IsReadWithWhatHasComeMostOftenFirst()
    {
        var json = JsonNode.Parse(SampleEvents.Standard)!;
        json["Records"]![1]!["body"] = """{"v":1,"job":"20260131-142530-kqzmwt","path":"a/b.png"}""";
        json["Records"]![1]!["attributes"]!["ApproximateReceiveCount"] = "7";

        var items = BatchEvent.Read(Encoding.UTF8.GetBytes(json.ToJsonString()));

        Assert.Equal(
            ["2e1424d4-f796-459a-8184-9c92662be6da", "059f36b4-87a3-44ab-83d2-661975830a7d"],
            items.Select(item => item.Records[0].Id));
        Assert.Equal("a/b.png", items[0].Message?.Path.Value);
        Assert.Null(items[1].Message);
        Assert.Equal("Test message.", items[1].Records[0].Received.Body);
        Assert.Equal(7, items[0].ReceiveCount);
    }

    [Theory]
    [InlineData(SampleEvents.Fifo, "AQEBBX8nesZEXmkhsmZeyIE8iQAMig7qw...", 1)]
    [InlineData(SampleEvents.WithAttributes, "AQEBJQ+/u6NsnT5t8Q/VbVxgdUl4TMKZ5F...", 3)]
    public void IsReadWhateverElseItsMessagesCarry(string json, string receiptHandle, int receiveCount)
    {
        var item = Assert.Single(BatchEvent.Read(Encoding.UTF8.GetBytes(json)));

        Assert.Equal(new("Test message.", receiptHandle, receiveCount), item.Records[0].Received);
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
            "this is no SQS event",
            Assert.Throws<InvalidDataException>(() => BatchEvent.Read(Encoding.UTF8.GetBytes(json))).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"batchItemFailures":[{"itemIdentifier":"a"},{"itemIdentifier":"b"}]}""", "a", "b", "a")]
    [InlineData("""{"batchItemFailures":[]}""")]
    public void IsAnsweredWithEachFailedIdOnce(string answer, params string[] failed) =>
        Assert.Equal(answer, Encoding.UTF8.GetString(BatchEvent.Answer(failed).Span));
}
