using ImgCompress.Ledger;
using ImgCompress.Ledger.Sqlite;

namespace ImgCompress.Tests.Fixtures.Ledger;

internal sealed class SqliteLedgerFixture : LedgerFixture
{
    private readonly TemporaryDirectory _directory = new();
    private readonly List<SqliteLedger> _opened = [];

    public override ValueTask<IJobLedger> OpenAsync(TimeProvider time)
    {
        _opened.Add(new(_directory.At("ledger.db"), time));
        return new(_opened[^1]);
    }

    protected override ValueTask RemoveAsync()
    {
        _opened.ForEach(ledger => ledger.Dispose());
        _directory.Dispose();
        return default;
    }
}
