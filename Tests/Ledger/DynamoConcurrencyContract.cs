using ImgCompress.Tests.Aws;

namespace ImgCompress.Tests.Ledger;

public sealed class DynamoConcurrencyContract(Emulators emulators) : ConcurrencyContract(new DynamoLedgerFixture(emulators));
