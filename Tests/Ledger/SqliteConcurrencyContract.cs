namespace ImgCompress.Tests.Ledger;

public sealed class SqliteConcurrencyContract() : ConcurrencyContract(new SqliteLedgerFixture());
