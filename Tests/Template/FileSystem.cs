using Xunit;
using static ImgCompress.Tests.Fixtures.Template.SamTemplate;

namespace ImgCompress.Tests.Template;

public sealed class FileSystem
{
    [Fact]
    public void HasAnyOfTheThroughputModes() => Assert.Equal(
        ["bursting", "elastic", "provisioned"],
        Several(Parameters["ThroughputMode"]!["AllowedValues"]).Select(Text).Order(StringComparer.Ordinal));

    /// <summary>EFS refuses a throughput where the mode is another, and a provisioned mode without one.</summary>
    [Fact]
    public void HasProvisionedThroughputInThatModeAlone()
    {
        var either = Several(Properties("FileSystem")["ProvisionedThroughputInMibps"]!["Fn::If"]).ToList();

        Assert.Equal("IsProvisioned", Text(either[0]));
        Assert.Equal("ProvisionedThroughput", Referred(either[1]));
        Assert.Equal("AWS::NoValue", Referred(either[2]));
        var equal = Several(Section("Conditions")["IsProvisioned"]!["Fn::Equals"]).ToList();
        Assert.Equal(("ThroughputMode", "provisioned"), (Referred(equal[0]), Text(equal[1])));
    }
}
