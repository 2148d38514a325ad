using System.Globalization;
using ImgCompress.Worker;
using Xunit;
using static ImgCompress.Tests.Template.SamTemplate;

namespace ImgCompress.Tests.Template;

public sealed class WorkerTimes
{
    private static readonly int Lease = (int)new WorkerSettings().Lease.TotalSeconds;

    public static TheoryData<int> Timeouts => [.. Several(Parameters["WorkerTimeout"]!["AllowedValues"]).Select(Number)];

    [Theory]
    [MemberData(nameof(Timeouts))]
    public void AreShorterThanTheLeaseAndTheLeaseThanTheVisibility(int timeout)
    {
        Assert.True(timeout < Lease);
        Assert.True(Lease <= Visibility(timeout));
    }

    [Theory]
    [MemberData(nameof(Timeouts))]
    public void LeaveTheQueueSixOfThem(int timeout) => Assert.True(Visibility(timeout) >= 6 * timeout);

    [Fact]
    public void AreThoseOfTheFunctionAndOfItsQueue()
    {
        Assert.Contains(Number(Parameters["WorkerTimeout"]!["Default"]), Timeouts.Select(row => row.Data));
        Assert.Equal("WorkerTimeout", Referred(Properties("WorkerFunction")["Timeout"]));
        var visibility = Several(Properties("Queue")["VisibilityTimeout"]!["Fn::FindInMap"]).ToArray();
        Assert.Equal("VisibilityTimeout", Text(visibility[0]));
        Assert.Equal("WorkerTimeout", Referred(visibility[1]));
        Assert.Equal("Seconds", Text(visibility[2]));
    }

    private static int Visibility(int timeout) =>
        Number(Root["Mappings"]!["VisibilityTimeout"]![timeout.ToString(CultureInfo.InvariantCulture)]!["Seconds"]);
}
