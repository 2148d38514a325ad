using System.Text.Json.Nodes;
using ImgCompress.Engine.Delivery;
using Xunit;
using static ImgCompress.Tests.Fixtures.Template.SamTemplate;

namespace ImgCompress.Tests.Template;

public sealed class Queues
{
    private const int FourteenDays = 14 * 24 * 60 * 60;

    [Theory]
    [InlineData("Queue")]
    [InlineData("DeadLetterQueue")]
    public void AreEncryptedAndKeepMessagesFourteenDays(string queue)
    {
        Assert.Equal("true", Text(Properties(queue)["SqsManagedSseEnabled"]));
        Assert.Equal(FourteenDays, Number(Properties(queue)["MessageRetentionPeriod"]));
    }

    [Theory]
    [InlineData("Queue")]
    [InlineData("DeadLetterQueue")]
    public void RefuseWhatDoesNotComeOverTls(string queue)
    {
        var policy = Assert.Single(
            OfType("AWS::SQS::QueuePolicy").Select(Properties),
            properties => Several(properties["Queues"]).Any(node => Referred(node) == queue));
        var statement = Assert.Single(Statements(policy["PolicyDocument"]!));
        Assert.Equal("Deny", Text(statement["Effect"]));
        Assert.Equal("*", Text(statement["Principal"]));
        Assert.Equal(["sqs:*"], Actions(statement));
        Assert.Equal($"{queue}.Arn", AttributeOf(statement["Resource"]));
        Assert.Equal("false", Text(statement["Condition"]!["Bool"]!["aws:SecureTransport"]));
    }

    [Fact]
    public void DeliverMoreOftenThanAFileIsTried()
    {
        var redrive = Properties("Queue")["RedrivePolicy"]!;
        Assert.Equal("DeadLetterQueue.Arn", AttributeOf(redrive["deadLetterTargetArn"]));
        Assert.Equal("MaxReceiveCount", Referred(redrive["maxReceiveCount"]));
        Assert.True(Number(Parameters["MaxReceiveCount"]!["MinValue"]) > new DeliverySettings().MaxAttempts);
    }

    [Fact]
    public void OfDeadLettersTakeThoseOfTheQueueAlone()
    {
        var allow = Properties("DeadLetterQueue")["RedriveAllowPolicy"]!;
        Assert.Equal("byQueue", Text(allow["redrivePermission"]));
        var source = Text(Assert.Single(Several(allow["sourceQueueArns"]))["Fn::Sub"]);
        Assert.EndsWith(":${AWS::StackName}", source, StringComparison.Ordinal);
        Assert.Equal("AWS::StackName", Referred(Properties("Queue")["QueueName"]));
    }

    [Fact]
    public void GiveTheWorkerBatchesAndTakeItsFailuresOneByOne()
    {
        var source = Assert.Single((JsonObject)Properties("WorkerFunction")["Events"]!).Value!;
        Assert.Equal("SQS", Text(source["Type"]));
        Assert.Equal("Queue.Arn", AttributeOf(source["Properties"]!["Queue"]));
        Assert.Equal(["ReportBatchItemFailures"], Several(source["Properties"]!["FunctionResponseTypes"]).Select(Text));
        Assert.Equal("BatchSize", Referred(source["Properties"]!["BatchSize"]));
        Assert.Equal("MaximumConcurrency", Referred(source["Properties"]!["ScalingConfig"]!["MaximumConcurrency"]));
    }
}
