using ImgCompress.Contracts;
using ImgCompress.Queue;

namespace ImgCompress.Engine.Delivery;

/// <summary>What becomes of a message once its delivery has ended.</summary>
public static class Settlement
{
    /// <summary>The result for a body that is not a valid message.</summary>
    public static DeliveryResult BadMessage(string problem) => new DeliveryResult.DeadLettered(new(FailureReason.BadMessage, problem));

    public static Task SettleAsync(this IJobQueue queue, ReceivedMessage received, DeliveryResult result) => result switch
    {
        DeliveryResult.DeadLettered(var failure, var letter) =>
            queue.DeadLetterAsync(received, letter?.ToJson() ?? received.Body, failure, CancellationToken.None),
        DeliveryResult.Retry(var delay, _) => queue.ChangeVisibilityAsync(received, delay, CancellationToken.None),
        _ => queue.DeleteAsync(received, CancellationToken.None),
    };
}
