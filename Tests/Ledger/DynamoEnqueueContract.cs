using ImgCompress.Tests.Aws;

namespace ImgCompress.Tests.Ledger;

public sealed class DynamoEnqueueContract(Emulators emulators) : EnqueueContract(new DynamoLedgerFixture(emulators));
