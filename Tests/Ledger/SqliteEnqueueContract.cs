namespace ImgCompress.Tests.Ledger;

public sealed class SqliteEnqueueContract() : EnqueueContract(new SqliteLedgerFixture());
