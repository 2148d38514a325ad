namespace ImgCompress.Tests.Protocol;

/// <summary>What a file holds in the model. Results of different claims are told apart, although their bytes are the same.</summary>
internal static class Content
{
    public const int Source = 1;

    /// <summary>Somebody else's, written after the item had ended.</summary>
    public const int Foreign = 2;

    private const int FirstResult = 10;
    private const int Twice = 100;

    /// <summary>What the claim <paramref name="epoch"/> makes of <paramref name="content"/>.</summary>
    public static int ResultOf(int content, int epoch) => content < FirstResult ? FirstResult + epoch : Twice;

    public static bool IsResult(int content) => content >= FirstResult;

    public static bool IsResizedTwice(int content) => content == Twice;
}

internal enum RowState
{
    Pending,
    Claimed,
    Intent,
    Done,
    Failed,
}

/// <summary>Where a worker is in its delivery.</summary>
internal enum At
{
    Idle,
    Claim,
    Fence,
    Load,
    Write,
    Intent,
    Rename,
    Look,
    Inspect,
    Prove,
    Read,
    Mistaken,
    Finish,
    FinishUnchanged,
    Fail,
    FailUnknown,
    Fault,
    Letter,
    Acknowledge,
}

/// <summary>The jobs of the model.</summary>
internal static class Jobs
{
    public const int First = 1;

    /// <summary>Takes the file after the first, with the same spec.</summary>
    public const int Same = 2;

    /// <summary>The same with a spec that scales by another factor, and without consent to scale again.</summary>
    public const int Other = 3;

    /// <summary>Finds the file at another path, where it has no row; with the first one's spec.</summary>
    public const int Moved = 4;
}

/// <summary>A message of the item: of which job, and the epoch of the failure that it redrives; 0 for none.</summary>
internal readonly record struct Message(int Job, int Redrive);

/// <summary>
/// The item's row. Intents: what each claim of this job was about to put in place; Carried: the same of earlier jobs that failed;
/// Last: what the last job that ended well left, 0 for nothing; Unknown: it failed, and the file may have been replaced.
/// </summary>
internal sealed record Row(
    RowState State,
    int Job,
    bool Cancelled,
    int Epoch,
    int Source,
    EquatableList<(int Epoch, int Content)> Intents,
    EquatableList<(int Epoch, int Content)> Carried,
    int Last,
    bool Unknown,
    int Done,
    int Failed);

/// <summary>A worker and what it knows; it learns of the row only by its own calls.</summary>
internal sealed record Worker(
    At At,
    Message Message,
    int Epoch,
    EquatableList<int> Fence,
    int Seen,
    int Source,
    EquatableList<(int Epoch, int Content)> Intents,
    EquatableList<(int Epoch, int Content)> Carried,
    int Last);

internal enum SweepAt
{
    Idle,
    Listed,
    Sweeping,
}

/// <summary>How far a reconciling is, and the temps that it has listed or is about to remove.</summary>
internal sealed record Sweep(SweepAt At, EquatableList<int> Temps);

/// <summary>
/// The whole: one file, the epoch whose temp it passes for although it is another (0: none), its row, the contents that the ledger knows as
/// results, temps and those that a fence has taken, messages, dead letters, a reconciling and workers.
/// </summary>
internal sealed record ModelState(
    int File,
    bool IsForeign,
    int PassesFor,
    EquatableList<(int Epoch, int Content)> Temps,
    EquatableList<(int Epoch, int By, int Content)> Taken,
    Row Row,
    EquatableList<int> Results,
    EquatableList<Message> Queue,
    EquatableList<int> DeadLetters,
    Sweep Sweep,
    EquatableList<Worker> Workers);
