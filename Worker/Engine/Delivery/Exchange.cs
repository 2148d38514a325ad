using ImgCompress.Contracts;
using ImgCompress.Files;
using ImgCompress.Ledger;

namespace ImgCompress.Engine.Delivery;

/// <summary>
/// A temp file that is put in place of a file, and what that displaces ("What the rename displaces", docs/protocol.md). Where the file
/// system can exchange two names, nothing that another program saves at that moment is lost.
/// </summary>
/// <param name="root">Where both are.</param>
/// <param name="path">The file.</param>
/// <param name="ledger">The id of the ledger, which its temp files are named by.</param>
/// <param name="expendable">What may be found under the name of a temp file and is of no more use.</param>
public sealed class Exchange(IFileRoot root, RelativePath path, string ledger, IEnumerable<Fingerprint> expendable)
{
    /// <summary>Programs that save a file between two exchanges, one after the other: none, as a rule.</summary>
    private const int MostExchanges = 100;

    private readonly HashSet<Fingerprint> _expendable = [.. expendable];

    // What another program had saved, in the order in which it was put back. Of two that were saved between two exchanges, the one that
    // was put back before is the older.
    private readonly List<Fingerprint> _putBack = [];

    /// <summary>Results, and what they were about to replace.</summary>
    public static IEnumerable<Fingerprint> Recorded(FileRow row) => row.Intents
        .SelectMany(intent => new[] { intent.Content, intent.Replaced })
        .Append(row.Source)
        .OfType<Fingerprint>();

    /// <summary>What is of no more use under a temp file's name either.</summary>
    public void Add(params ReadOnlySpan<Fingerprint> contents)
    {
        foreach (var content in contents)
        {
            _expendable.Add(content);
        }
    }

    /// <summary>
    /// The fence. Whoever stalled may wake up at any time and rename; it needs its temp file for that, and after this it has none, whatever
    /// the clocks say. It is taken away before it is looked at, since it may have changed names with the file already; and an epoch in
    /// between may have been cut off after it took it.
    /// </summary>
    /// <param name="intents">What earlier epochs were about to put in place.</param>
    /// <param name="epoch">Who takes them.</param>
    public void TakeEarlier(IEnumerable<RecordedIntent> intents, long epoch)
    {
        foreach (var intent in intents)
        {
            var temp = TempName.Of(path, ledger, intent.Epoch);
            var taken = temp.TakenBy(epoch);
            for (var holder = intent.Epoch; holder < epoch; holder++)
            {
                if (root.TryTakeTemp(holder == intent.Epoch ? temp : temp.TakenBy(holder), taken))
                {
                    Discard(taken, intent.Content);
                    break;
                }
            }
        }
    }

    /// <summary>
    /// Where the file system can: nothing that has appeared is overwritten, and what was displaced is looked at before it is removed.
    /// </summary>
    /// <param name="temp">What is put in place.</param>
    /// <param name="replaces">What is displaced, as it was read; null: there was no file.</param>
    /// <exception cref="FileFaultException">Another program has saved the file: <see cref="Discard"/> puts that back.</exception>
    public void PutInPlace(TempName temp, LoadResult.Replaceable? replaces)
    {
        if (!(replaces is null ? root.TryPlace(temp, path) : root.TryExchange(temp, path)))
        {
            root.Replace(temp, path);
        }
        else if (replaces is not null)
        {
            if (!IsDisplaced(temp, replaces))
            {
                throw new FileFaultException(FailureReason.ChangedInWork, "another program saved it at the moment of its replacement");
            }

            root.RemoveTemp(temp);
        }
    }

    /// <summary>
    /// Removes a temp file. Where it is what another program had saved, and the result stands in its place, they change names again before;
    /// and again, where that displaces what was saved in between. What has been saved or removed since then is newer.
    /// </summary>
    /// <param name="temp">The temp file.</param>
    /// <param name="result">What was put in place.</param>
    public void Discard(TempName temp, Fingerprint result)
    {
        while (root.FingerprintOfTemp(temp) is { } content
            && !_expendable.Contains(content) && !_putBack.Contains(content) && HasContent(_putBack.Count > 0 ? _putBack[^1] : result))
        {
            if (_putBack.Count >= MostExchanges || !root.TryExchange(temp, path))
            {
                throw new FileFaultException(
                    FailureReason.IoError, $"what another program saved cannot be put back, and stands in the temp file '{temp}'");
            }

            _putBack.Add(content);
        }

        root.RemoveTemp(temp);
    }

    /// <summary>
    /// The time of the last change is that of the exchange. Where a file system gives a moved file another number, its content tells.
    /// </summary>
    private bool IsDisplaced(TempName temp, LoadResult.Replaceable replaces) =>
        root.TryStatTemp(temp) is { } displaced
        && (displaced with { Changed = replaces.Identity.Changed } == replaces.Identity
            || root.FingerprintOfTemp(temp) == replaces.Content);

    private bool HasContent(Fingerprint content) =>
        root.TryStat(path)?.Size == content.Length && Fingerprint.Of(root.Load(path, content.Length).Content.Span) == content;
}
