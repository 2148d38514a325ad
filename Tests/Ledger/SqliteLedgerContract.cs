namespace ImgCompress.Tests.Ledger;

public sealed class SqliteLedgerContract() : LedgerContract(new SqliteLedgerFixture());
