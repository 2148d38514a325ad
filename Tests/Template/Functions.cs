using Xunit;
using static ImgCompress.Tests.Fixtures.Template.SamTemplate;

namespace ImgCompress.Tests.Template;

public sealed class Functions
{
    public static TheoryData<string> All => [.. OfType("AWS::Serverless::Function")];

    [Theory]
    [MemberData(nameof(All))]
    public void HaveLogsThatEnd(string function)
    {
        var logs = Properties(Referred(Properties(function)["LoggingConfig"]!["LogGroup"]));
        Assert.Equal("LogRetentionDays", Referred(logs["RetentionInDays"]));
        Assert.Equal($"/aws/lambda/{Text(Properties(function)["FunctionName"]!["Fn::Sub"])}", Text(logs["LogGroupName"]!["Fn::Sub"]));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void HaveARoleOfTheirOwn(string function) =>
        Assert.Equal($"{function.Replace("Function", "Role", StringComparison.Ordinal)}.Arn", AttributeOf(Properties(function)["Role"]));

    [Theory]
    [MemberData(nameof(All))]
    public void AreWatched(string function) => Assert.Equal(
        ["Errors", "Throttles"],
        OfType("AWS::CloudWatch::Alarm").Select(Properties)
            .Where(alarm => Several(alarm["Dimensions"]).Any(dimension => dimension["Value"]!["Ref"] is { } name && Text(name) == function))
            .Select(alarm => Text(alarm["MetricName"])).Order());

    // An enqueuer that Lambda asks again would make a second job.
    [Fact]
    public void ThatEnqueueAreNotAskedTwice() =>
        Assert.Equal(0, Number(Properties("EnqueuerFunction")["EventInvokeConfig"]!["MaximumRetryAttempts"]));

    /// <summary>Else what stands still would do so until somebody looks.</summary>
    [Fact]
    public void ThatEnqueueReconcileByThemselves()
    {
        var reconcile = Properties("EnqueuerFunction")["Events"]!["Reconcile"]!;

        Assert.Equal("ScheduleV2", Text(reconcile["Type"]));
        Assert.StartsWith("rate(", Text(reconcile["Properties"]!["ScheduleExpression"]), StringComparison.Ordinal);
        Assert.Equal("""{"reconcile":true}""", Text(reconcile["Properties"]!["Input"]));
        Assert.Equal("ENABLED", Text(Parameters[Referred(reconcile["Properties"]!["State"])]!["Default"]));
    }
}
