using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ImgCompress.Configuration;
using Xunit;
using static ImgCompress.Tests.Fixtures.Template.SamTemplate;

namespace ImgCompress.Tests.Template;

public sealed partial class FunctionSettings
{
    private static readonly string[] Names =
    [
        .. typeof(Settings).GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral)
            .Select(field => (string)field.GetRawConstantValue()!).Order(StringComparer.Ordinal),
    ];

    private static readonly JsonObject Globals = (JsonObject)Root["Globals"]!["Function"]!;

    private static readonly JsonObject Variables = (JsonObject)Globals["Environment"]!["Variables"]!;

    [Fact]
    public void AreAllThatTheProgramsRead() =>
        Assert.Equal(Names, Variables.Select(variable => variable.Key).Order(StringComparer.Ordinal));

    [Fact]
    public void NameTheQueuesTheTableAndTheMountedDirectory()
    {
        Assert.Equal("Queue", Referred(Variables[Settings.QueueUrlName]));
        Assert.Equal("DeadLetterQueue", Referred(Variables[Settings.DeadLetterQueueUrlName]));
        Assert.Equal(["Table", "TableName"], LedgerTable.EitherTable(Variables[Settings.TableName]));
        Assert.Equal(Text(Assert.Single(Several(Globals["FileSystemConfigs"]))["LocalMountPath"]), Text(Variables[Settings.RootName]));
        Assert.Equal(Settings.Read(_ => null).Root, Text(Variables[Settings.RootName]));
    }

    [Fact]
    public void OfTheCommandComeOutReadyForAShell()
    {
        var parts = Several(Root["Outputs"]!["Environment"]!["Value"]!["Fn::Sub"]).ToList();
        var line = Text(parts[0]);
        Assert.Equal(["Table", "TableName"], LedgerTable.EitherTable(parts[1]["Ledger"]));
        Assert.StartsWith("export ", line, StringComparison.Ordinal);
        Assert.Equal(
            [
                ("AWS_REGION", "AWS::Region"), (Settings.QueueUrlName, "Queue"),
                (Settings.DeadLetterQueueUrlName, "DeadLetterQueue"), (Settings.TableName, "Ledger"),
            ],
            Assignments().Matches(line).Select(match => (match.Groups["name"].Value, match.Groups["value"].Value)));
    }

    [GeneratedRegex(@" (?<name>[A-Z_]+)=\$\{(?<value>[A-Za-z:]+)\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Assignments();
}
