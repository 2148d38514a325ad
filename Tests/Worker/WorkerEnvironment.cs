using ImgCompress.Configuration;
using ImgCompress.Engine.Delivery;
using ImgCompress.Worker;
using Xunit;

namespace ImgCompress.Tests.Worker;

public sealed class WorkerEnvironment
{
    private const long Gibibyte = 1L << 30;

    [Fact]
    public void ThatSaysNothingGivesTheMachine()
    {
        var options = Read();

        Assert.Equal((8, 6144), (options.Parallel, options.Memory >> 20));
        Assert.Equal((TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(15)), (options.Delivery.Lease, options.Visibility));
        Assert.Equal(long.MaxValue, options.Delivery.MaxMemory);
    }

    [Theory]
    [InlineData("128", 1, 32)]
    [InlineData("1769", 1, 1609)]
    [InlineData("1770", 2, 1610)]
    [InlineData("10240", 6, 10080)]
    public void OfAFunctionGivesAVcpuForItsMemory(string memory, int parallel, long mebibytes)
    {
        var options = Read(("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:9001"), (WorkerOptions.FunctionMemoryName, memory));

        Assert.Equal((parallel, mebibytes), (options.Parallel, options.Memory >> 20));
        Assert.Equal(options.Memory, options.Delivery.MaxMemory);
    }

    [Theory]
    [InlineData(WorkerOptions.ParallelName, "0")]
    [InlineData(WorkerOptions.ParallelName, "two")]
    [InlineData(WorkerOptions.MemoryName, "2G")]
    [InlineData(WorkerOptions.MaxPixelsName, "-1")]
    [InlineData(WorkerOptions.MaxBytesName, "1e6")]
    [InlineData(WorkerOptions.MaxAttemptsName, "101")]
    [InlineData(DeliverySettings.LeaseName, "1")]
    [InlineData(WorkerOptions.VisibilityName, "43201")]
    public void ThatCannotBeRightIsNamed(string name, string value)
    {
        var problem = Assert.Throws<UsageException>(() => Read((name, value))).Message;

        Assert.StartsWith($"{name} is '{value}'; it must be a whole number from ", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void WhoseVisibilityIsShorterThanItsLeaseIsRefused() =>
        Assert.StartsWith(
            $"{WorkerOptions.VisibilityName} is '60'; it must be a whole number from 120 ",
            Assert.Throws<UsageException>(() => Read((DeliverySettings.LeaseName, "120"), (WorkerOptions.VisibilityName, "60"))).Message,
            StringComparison.Ordinal);

    private static WorkerOptions Read(params (string Name, string Value)[] variables) =>
        WorkerOptions.Read(name => variables.FirstOrDefault(variable => variable.Name == name).Value, 8, 10 * Gibibyte);
}
