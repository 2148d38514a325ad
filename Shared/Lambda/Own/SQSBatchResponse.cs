namespace ImgCompress.Lambda;

/// <summary>The messages that are to come again; all others of the batch are deleted. Needs <c>ReportBatchItemFailures</c>.</summary>
public sealed record SQSBatchResponse(IReadOnlyList<SQSBatchResponse.BatchItemFailure> BatchItemFailures)
{
    /// <param name="ItemIdentifier">The message's id.</param>
    public sealed record BatchItemFailure(string ItemIdentifier);
}
