using ImgCompress.Tests.Aws;

namespace ImgCompress.Tests.Queue;

/// <summary>On SQS given by the environment or LocalStack, or else on <c>fauxqs</c>, which has no task that moves messages: redrives go by hand.</summary>
public sealed class FauxqsQueueContract(Emulators emulators) : SqsQueueContract
{
    protected override Task<string> FindEndpointAsync() => emulators.SqsAsync();
}
