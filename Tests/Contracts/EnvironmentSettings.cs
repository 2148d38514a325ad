using ImgCompress.Configuration;
using Xunit;

namespace ImgCompress.Tests.Contracts;

public sealed class EnvironmentSettings
{
    private const string Queue = "https://sqs.eu-west-1.amazonaws.com/123456789012/images";

    [Fact]
    public void ThatAreMissingMeanTheEmbeddedBackend() =>
        Assert.Equal(new Settings { Root = "/mnt/efs", Aws = null }, Read());

    [Fact]
    public void ThatAreCompleteMeanAws() =>
        Assert.Equal(
            new Settings { Root = "/data", Aws = new(Queue, $"{Queue}-dead", "images") },
            Read(
                (Settings.RootName, "/data"), (Settings.QueueUrlName, Queue), (Settings.DeadLetterQueueUrlName, $"{Queue}-dead"),
                (Settings.TableName, "images")));

    [Theory]
    [InlineData(Settings.RootName, "data")]
    [InlineData(Settings.QueueUrlName, "images")]
    [InlineData(Settings.QueueUrlName, "https://sqs.eu-west-1.amazonaws.com/123456789012/images.fifo")]
    [InlineData(Settings.DeadLetterQueueUrlName, "ftp://queue")]
    [InlineData(Settings.TableName, "a b")]
    public void ThatCannotBeRightAreNamed(string name, string value)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "full paths look otherwise there");
        var good = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Settings.QueueUrlName] = Queue,
            [Settings.DeadLetterQueueUrlName] = $"{Queue}-dead",
            [Settings.TableName] = "images",
            [name] = value,
        };

        var problem = Assert.Throws<UsageException>(() => Settings.Read(good.GetValueOrDefault)).Message;

        Assert.StartsWith($"{name} is '{value}'", problem, StringComparison.Ordinal);
        Assert.Contains("must be", problem, StringComparison.Ordinal);
    }

    private static Settings Read(params (string Name, string Value)[] variables) =>
        Settings.Read(name => variables.FirstOrDefault(variable => variable.Name == name).Value);
}
