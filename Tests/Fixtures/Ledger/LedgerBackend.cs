namespace ImgCompress.Tests.Fixtures.Ledger;

/// <summary>What the ledger of a test is kept in.</summary>
public enum LedgerBackend
{
    Sqlite,

    DynamoDb,

    /// <summary>DynamoDB on a line that loses requests and answers, which makes no difference.</summary>
    LossyDynamoDb,

    /// <summary>The simulator's, as the embedded one.</summary>
    SimulatedEmbedded,

    /// <summary>The simulator's, as the one of AWS.</summary>
    SimulatedRemote,
}
