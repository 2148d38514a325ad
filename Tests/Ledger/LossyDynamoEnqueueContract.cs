using ImgCompress.Tests.Aws;

namespace ImgCompress.Tests.Ledger;

/// <summary>Lost requests and lost answers make no difference.</summary>
public sealed class LossyDynamoEnqueueContract(Emulators emulators) : EnqueueContract(new DynamoLedgerFixture(emulators, lossy: true));
