using System.Globalization;
using System.Text.Json.Nodes;
using ImgCompress.Engine.Delivery;
using ImgCompress.Worker;
using Xunit;
using static ImgCompress.Tests.Fixtures.Template.SamTemplate;

namespace ImgCompress.Tests.Template;

public sealed class WorkerTimes
{
    private const int LongestOfLambda = 900;

    public static TheoryData<int> Timeouts => [.. Several(Parameters["WorkerTimeout"]!["AllowedValues"]).Select(Number)];

    [Theory]
    [MemberData(nameof(Timeouts))]
    public void AreShorterThanTheLeaseAndTheLeaseThanTheVisibility(int timeout)
    {
        Assert.True(timeout <= LongestOfLambda);
        Assert.True(timeout < Seconds(timeout, "Lease"));
        Assert.True(Seconds(timeout, "Lease") <= Seconds(timeout, "Visibility"));
    }

    [Theory]
    [MemberData(nameof(Timeouts))]
    public void LeaveTheQueueSixOfThem(int timeout) => Assert.True(Seconds(timeout, "Visibility") >= 6 * timeout);

    [Theory]
    [MemberData(nameof(Timeouts))]
    public void MakeALeaseThatTheWorkerTakes(int timeout)
    {
        var lease = Seconds(timeout, "Lease");
        var options = WorkerOptions.Read(
            name => name == DeliverySettings.LeaseName ? lease.ToString(CultureInfo.InvariantCulture) : null,
            processors: 1,
            memory: 1 << 30);
        Assert.Equal(TimeSpan.FromSeconds(lease), options.Delivery.Lease);
    }

    [Fact]
    public void AreThoseOfTheFunctionItsClaimsAndItsQueue()
    {
        Assert.Contains(Number(Parameters["WorkerTimeout"]!["Default"]), Timeouts.Select(row => row.Data));
        Assert.Equal("WorkerTimeout", Referred(Properties("WorkerFunction")["Timeout"]));
        var variable = Assert.Single((JsonObject)Properties("WorkerFunction")["Environment"]!["Variables"]!);
        Assert.Equal(DeliverySettings.LeaseName, variable.Key);
        Assert.Equal("Seconds WorkerTimeout Lease", Looked(variable.Value!));
        Assert.Equal("Seconds WorkerTimeout Visibility", Looked(Properties("Queue")["VisibilityTimeout"]!));
    }

    private static string Looked(JsonNode value) =>
        string.Join(' ', Several(value["Fn::FindInMap"]).Select(part => part is JsonObject ? Referred(part) : Text(part)));

    private static int Seconds(int timeout, string name) =>
        Number(Root["Mappings"]!["Seconds"]![timeout.ToString(CultureInfo.InvariantCulture)]![name]);
}
