using ImgCompress.Ledger;
using ImgCompress.Ledger.Sqlite;
using ImgCompress.Tests.Fixtures;

namespace ImgCompress.Tests.Ledger;

public sealed class SqliteLedgerContract : LedgerContract
{
    private readonly TemporaryDirectory _directory = new();

    protected override IJobLedger Open(TimeProvider time) => new SqliteLedger(_directory.At("ledger.db"), time);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _directory.Dispose();
    }
}
