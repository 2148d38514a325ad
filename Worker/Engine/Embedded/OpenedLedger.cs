using ImgCompress.Contracts;
using ImgCompress.Files;
using ImgCompress.Ledger.Sqlite;

namespace ImgCompress.Engine.Embedded;

/// <summary>
/// An embedded ledger that this process has open, perhaps beside others. As long as one has, <see cref="StateDirectory.LedgerIsOpen"/>
/// and the ledger's log are both there; the last of them takes both away, the log's content being in the ledger by then. So where a log is
/// missing, somebody else has removed it.
/// </summary>
internal sealed class OpenedLedger : IDisposable
{
    // How long the last one may take to close: as long as SQLite waits for another's transaction.
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(30);

    private readonly IStateDirectory _state;
    private readonly IDisposable _share;

    private OpenedLedger(IStateDirectory state, IDisposable share, SqliteLedger ledger) =>
        (_state, _share, Ledger) = (state, share, ledger);

    public SqliteLedger Ledger { get; }

    /// <param name="state">Where the ledger is.</param>
    /// <param name="open">Opens it, or makes it, while nobody who closes it takes its log away.</param>
    /// <exception cref="FileFaultException">
    /// The file system has no locks, or another process does not come to the end of closing.
    /// </exception>
    public static OpenedLedger Open(IStateDirectory state, Func<SqliteLedger> open)
    {
        var share = Share(state);
        OpenedLedger? opened = null;
        try
        {
            opened = new(state, share, open());
            if (!state.Has(StateDirectory.LedgerIsOpen))
            {
                state.TryCreate(StateDirectory.LedgerIsOpen, []);
            }

            return opened;
        }
        catch
        {
            if (opened is null)
            {
                share.Dispose();
            }
            else
            {
                opened.Dispose();
            }

            throw;
        }
    }

    public void Dispose()
    {
        // Whoever else has the ledger open and is about to close it finds it shared by us, or is found by us.
        _share.Dispose();
        using var alone = _state.TryLock(StateDirectory.LedgerLock);
        if (alone is null || !Ledger.TryEmptyLog())
        {
            Ledger.LeaveLog();
            Ledger.Dispose();
            return;
        }

        // Of a run that was refused, say. Left there, it would make its directory a root of its own to the one above.
        var isNobodys = Ledger.IsEmpty() && !_state.Has(StateDirectory.Mark);
        _state.Remove(StateDirectory.LedgerIsOpen);
        Ledger.Dispose();
        if (isNobodys)
        {
            _state.Remove(StateDirectory.Ledger);
        }
    }

    private static IDisposable Share(IStateDirectory state)
    {
        IDisposable? share = null;
        return SpinWait.SpinUntil(() => (share = state.TryShare(StateDirectory.LedgerLock)) is not null, MaxWait)
            ? share!
            : throw new FileFaultException(
                FailureReason.IoError,
                $"another process has been closing the ledger in '{state.Location}' for {MaxWait.TotalSeconds} seconds");
    }
}
