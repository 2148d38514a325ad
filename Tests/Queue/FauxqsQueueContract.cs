using ImgCompress.Tests.Aws;

namespace ImgCompress.Tests.Queue;

/// <summary>On SQS given by the environment or LocalStack, or else on <c>fauxqs</c>, where redrives go by hand.</summary>
public sealed class FauxqsQueueContract(Emulators emulators) : QueueContract(new SqsQueueFixture(emulators.SqsAsync));
