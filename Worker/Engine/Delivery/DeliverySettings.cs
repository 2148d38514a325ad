namespace ImgCompress.Engine.Delivery;

/// <summary>What the flow of one item needs to know.</summary>
public sealed record DeliverySettings
{
    /// <summary>The setting that <see cref="Lease"/> is read from.</summary>
    public const string LeaseName = "IMG_COMPRESS_LEASE_SECONDS";

    /// <summary>How long a claim is presumed alive; default 15 minutes. Longer than any one image takes.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Attempts before an item fails as exhausted; default 5.</summary>
    public int MaxAttempts { get; init; } = 5;

    /// <summary>Before the second attempt; doubled before each further one. Default 1 second.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Before asking again for an item that another worker holds; default 30 seconds.</summary>
    public TimeSpan HeldDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Bytes that one image may take; default no limit. For a place that ends the process when it takes more than there is.
    /// </summary>
    public long MaxMemory { get; init; } = long.MaxValue;
}
