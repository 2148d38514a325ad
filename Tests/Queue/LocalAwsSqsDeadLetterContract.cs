using ImgCompress.Tests.Aws;

namespace ImgCompress.Tests.Queue;

/// <summary>On <c>local-aws-sqs</c>, which has the task that moves messages: a redrive of everything goes through it.</summary>
public sealed class LocalAwsSqsDeadLetterContract(Emulators emulators) : DeadLetterContract(new SqsQueueFixture(emulators.SecondSqsAsync));
