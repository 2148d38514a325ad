using ImgCompress.Tests.Aws;

namespace ImgCompress.Tests.Ledger;

public sealed class DynamoLedgerContract(Emulators emulators) : LedgerContract(new DynamoLedgerFixture(emulators));
