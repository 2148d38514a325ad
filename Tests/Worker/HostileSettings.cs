using ImgCompress.Configuration;
using ImgCompress.Engine.Delivery;
using ImgCompress.Tests.Fixtures;
using ImgCompress.Worker;
using Xunit;

namespace ImgCompress.Tests.Worker;

/// <summary>Environment variables that hold anything: they are taken, or named with what they hold.</summary>
public sealed class HostileSettings
{
    private const string Queue = "https://sqs.eu-west-1.amazonaws.com/123456789012/images";

    private static readonly Dictionary<string, string> Good = new(StringComparer.Ordinal)
    {
        [Settings.RootName] = Path.GetFullPath("."),
        [Settings.QueueUrlName] = Queue,
        [Settings.DeadLetterQueueUrlName] = $"{Queue}-dead",
        [Settings.TableName] = "images",
        [WorkerOptions.ParallelName] = "2",
        [WorkerOptions.MemoryName] = "512",
        [WorkerOptions.MaxBytesName] = "1000000",
        [WorkerOptions.MaxPixelsName] = "1000000",
        [WorkerOptions.MaxAttemptsName] = "5",
        [WorkerOptions.VisibilityName] = "900",
        [WorkerOptions.FunctionMemoryName] = "1024",
        [DeliverySettings.LeaseName] = "900",
    };

    [Fact]
    public void AreTakenOrNamed()
    {
        var random = new Random(8);
        var texts = HostileText.All.Concat(Enumerable.Range(0, 300 + LongTests.Cases).Select(_ => HostileText.Any(random)));
        foreach (var text in texts)
        {
            foreach (var name in Good.Keys)
            {
                RequireNamed(name, text, inFunction: false);
                RequireNamed(name, text, inFunction: true);
            }
        }
    }

    private static void RequireNamed(string name, string text, bool inFunction)
    {
        var settings = new Dictionary<string, string>(Good, StringComparer.Ordinal) { [name] = text };
        if (inFunction)
        {
            settings["AWS_LAMBDA_RUNTIME_API"] = "127.0.0.1:9001";
        }

        try
        {
            _ = WorkerOptions.Read(settings.GetValueOrDefault, processors: 2, memory: 1L << 30);
        }
        catch (UsageException exception)
        {
            Assert.True(
                exception.Message.Contains(name, StringComparison.Ordinal)
                    && (text.Length == 0 || exception.Message.Contains($"'{text}'", StringComparison.Ordinal)),
                $"{name}={text}: {exception.Message}");
        }
    }
}
