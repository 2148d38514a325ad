namespace ImgCompress.Queue;

/// <summary>About how many messages a queue holds: SQS counts them to within about a minute.</summary>
/// <param name="Waiting">Those that can be received now, and those that are hidden for a while before they can.</param>
/// <param name="InFlight">Those that have been received and neither deleted nor shown again.</param>
public sealed record MessageCounts(long Waiting, long InFlight)
{
    public bool IsEmpty => Waiting == 0 && InFlight == 0;
}
