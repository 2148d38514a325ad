namespace ImgCompress.Configuration;

/// <summary>The resources of the AWS backend.</summary>
/// <param name="QueueUrl">The URL of a standard SQS queue.</param>
/// <param name="DeadLetterQueueUrl">The URL of its dead-letter queue.</param>
/// <param name="Table">The DynamoDB table's name, 3 to 255 characters.</param>
public sealed record AwsSettings(string QueueUrl, string DeadLetterQueueUrl, string Table);
