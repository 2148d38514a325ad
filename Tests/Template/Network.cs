using Xunit;
using static ImgCompress.Tests.Fixtures.Template.SamTemplate;

namespace ImgCompress.Tests.Template;

public sealed class Network
{
    [Theory]
    [InlineData("AWS::EC2::InternetGateway")]
    [InlineData("AWS::EC2::NatGateway")]
    [InlineData("AWS::EC2::Route")]
    public void HasNoWayToTheInternet(string type) => Assert.Empty(OfType(type));

    [Fact]
    public void HasEndpointsForWhatTheFunctionsTalkTo() => Assert.Equal(
        ["Gateway dynamodb", "Interface sqs"],
        OfType("AWS::EC2::VPCEndpoint").Select(Properties)
            .Select(endpoint => $"{Text(endpoint["VpcEndpointType"])} {Text(endpoint["ServiceName"]!["Fn::Sub"]).Split('.')[^1]}").Order());

    [Fact]
    public void LetsOnlyTheFunctionsReachTheFiles()
    {
        var rule = Assert.Single(Several(Properties("MountTargetSecurityGroup")["SecurityGroupIngress"]));
        Assert.Equal(("2049", "2049"), (Text(rule["FromPort"]), Text(rule["ToPort"])));
        Assert.Equal("FunctionSecurityGroup.GroupId", AttributeOf(rule["SourceSecurityGroupId"]));
        Assert.All(
            OfType("AWS::EFS::MountTarget").Select(Properties),
            target => Assert.Equal(["MountTargetSecurityGroup.GroupId"], Several(target["SecurityGroups"]).Select(AttributeOf)));
    }

    [Fact]
    public void LetsNobodyReachTheFunctions()
    {
        Assert.Null(Properties("FunctionSecurityGroup")["SecurityGroupIngress"]);
        Assert.Empty(OfType("AWS::EC2::SecurityGroupIngress"));
    }

    [Fact]
    public void LeavesNoGroupWithTheRuleThatLetsEverythingOut() =>
        Assert.All(OfType("AWS::EC2::SecurityGroup"), group => Assert.NotNull(Properties(group)["SecurityGroupEgress"]));

    [Fact]
    public void MountsEncryptedFilesAsOneUser()
    {
        Assert.Equal("true", Text(Properties("FileSystem")["Encrypted"]));
        Assert.Equal(
            ("PosixUid", "PosixGid"),
            (Referred(Properties("AccessPoint")["PosixUser"]!["Uid"]), Referred(Properties("AccessPoint")["PosixUser"]!["Gid"])));
        Assert.Equal((1000, 1000), (Number(Parameters["PosixUid"]!["Default"]), Number(Parameters["PosixGid"]!["Default"])));
        Assert.Contains(
            Statements(Properties("FileSystem")["FileSystemPolicy"]!),
            statement => Text(statement["Effect"]) == "Deny" && Text(statement["Condition"]!["Bool"]!["aws:SecureTransport"]) == "false");
    }
}
