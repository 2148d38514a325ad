namespace ImgCompress.Queue;

/// <summary>One delivery of a message.</summary>
/// <param name="Body">As it was sent, unchecked.</param>
/// <param name="ReceiptHandle">Names this delivery to the queue.</param>
/// <param name="ReceiveCount">Deliveries of it so far, this one included.</param>
public sealed record ReceivedMessage(string Body, string ReceiptHandle, int ReceiveCount)
{
    /// <summary>As it was sent (<see cref="OutgoingMessage.Weight"/>); null where the queue does not keep it.</summary>
    public long? Weight { get; init; }
}
