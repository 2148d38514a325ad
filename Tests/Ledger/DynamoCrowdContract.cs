using ImgCompress.Tests.Aws;

namespace ImgCompress.Tests.Ledger;

public sealed class DynamoCrowdContract(Emulators emulators) : CrowdContract(new DynamoLedgerHome(emulators));
