namespace ImgCompress.Configuration;

/// <summary>
/// What both programs read from the environment, once, at their start. Queue, dead-letter queue and table come together or not at
/// all; without them the backend is the embedded one. Credentials, region and endpoints are the AWS SDK's own settings.
/// </summary>
public sealed record Settings
{
    public const string RootName = "IMG_COMPRESS_ROOT";
    public const string QueueUrlName = "IMG_COMPRESS_QUEUE_URL";
    public const string DeadLetterQueueUrlName = "IMG_COMPRESS_DLQ_URL";
    public const string TableName = "IMG_COMPRESS_TABLE";

    /// <summary>The directory that all paths are below; default <c>/mnt/efs</c>.</summary>
    public required string Root { get; init; }

    /// <summary>Null: the embedded backend.</summary>
    public required AwsSettings? Aws { get; init; }

    /// <summary>Reads the settings and checks them.</summary>
    /// <param name="variable">Returns the value of an environment variable, or null.</param>
    /// <exception cref="UsageException">A setting is missing or cannot be right; the message names it and what it may be.</exception>
    public static Settings Read(Func<string, string?> variable)
    {
        string? Value(string name) => variable(name) is { Length: > 0 } value ? value : null;
        var root = Value(RootName) ?? "/mnt/efs";
        if (!Path.IsPathFullyQualified(root))
        {
            throw new UsageException($"{RootName} is '{root}'; it must be the full path of a directory");
        }

        var (queue, deadLetters, table) = (Value(QueueUrlName), Value(DeadLetterQueueUrlName), Value(TableName));
        return new() { Root = root, Aws = (queue, deadLetters, table) == (null, null, null) ? null : CheckAws(queue, deadLetters, table) };
    }

    private static AwsSettings CheckAws(string? queue, string? deadLetters, string? table) => new(
        QueueUrl(QueueUrlName, queue),
        QueueUrl(DeadLetterQueueUrlName, deadLetters),
        table is { Length: >= 3 and <= 255 } && table.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.')
            ? table
            : throw new UsageException(
                $"{Given(TableName, table)}; it must be the name of a DynamoDB table (3 to 255 of a-z, A-Z, 0-9, '_', '-' and '.')"));

    private static string QueueUrl(string name, string? url) =>
        !Uri.TryCreate(url, UriKind.Absolute, out var parsed) || parsed.Scheme is not ("https" or "http")
            ? throw new UsageException($"{Given(name, url)}; it must be the URL of an SQS queue")
            : parsed.AbsolutePath.EndsWith(".fifo", StringComparison.Ordinal)
            ? throw new UsageException($"{name} is '{url}', a FIFO queue; it must be a standard queue")
            : url!;

    private static string Given(string name, string? value) => value is null ? $"{name} is not set" : $"{name} is '{value}'";
}
