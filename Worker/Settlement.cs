using ImgCompress.Contracts;
using ImgCompress.Queue;

namespace ImgCompress.Worker;

/// <summary>What becomes of a message once its delivery has ended.</summary>
internal static class Settlement
{
    /// <summary>The ending of a body that is no message.</summary>
    public static Ending BadMessage(string problem) => new Ending.Failed(new(FailureReason.BadMessage, problem));

    public static Task SettleAsync(this IJobQueue queue, ReceivedMessage received, Ending ending) => ending switch
    {
        Ending.Failed(var failure) => queue.DeadLetterAsync(received, failure, CancellationToken.None),
        Ending.Again(var delay, _) => queue.ChangeVisibilityAsync(received, delay, CancellationToken.None),
        _ => queue.DeleteAsync(received, CancellationToken.None),
    };
}
