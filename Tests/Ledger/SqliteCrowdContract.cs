namespace ImgCompress.Tests.Ledger;

public sealed class SqliteCrowdContract() : CrowdContract(new SqliteLedgerHome());
