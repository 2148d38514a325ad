using ImgCompress.Contracts;
using ImgCompress.Queue;

namespace ImgCompress.Engine.Delivery;

/// <summary>A delivery that has ended.</summary>
/// <param name="Message">Null where the body is not a valid message.</param>
/// <param name="Result">How its delivery ended.</param>
public sealed record DeliveryReport(JobMessage? Message, DeliveryResult Result)
{
    /// <summary>What was received.</summary>
    public ReceivedMessage? Received { get; init; }
}
