using ImgCompress.Tests.Aws;

namespace ImgCompress.Tests.Ledger;

/// <summary>Lost requests and lost answers make no difference.</summary>
public sealed class LossyDynamoLedgerContract(Emulators emulators) : LedgerContract(new DynamoLedgerFixture(emulators, lossy: true));
