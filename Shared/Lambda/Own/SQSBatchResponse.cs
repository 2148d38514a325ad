namespace ImgCompress.Lambda.Own;

/// <summary>
/// The messages that are to come again; all others of the batch are deleted. Needs <c>ReportBatchItemFailures</c>. The members are
/// those of Amazon.Lambda.SQSEvents.
/// </summary>
public sealed record SQSBatchResponse(IReadOnlyList<SQSBatchResponse.BatchItemFailure> BatchItemFailures)
{
    /// <summary>A message of the batch that has failed.</summary>
    public sealed record BatchItemFailure
    {
        /// <summary>The message's id.</summary>
        public required string ItemIdentifier { get; init; }
    }
}
