using ImgCompress.Tests.Aws;

namespace ImgCompress.Tests.Ledger;

/// <summary>Lost requests and lost answers make no difference.</summary>
public sealed class LossyDynamoCrowdContract(Emulators emulators) : CrowdContract(new DynamoLedgerHome(emulators, lossy: true));
