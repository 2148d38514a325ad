using ImgCompress.Ledger;

namespace ImgCompress.Tests.Fixtures.Simulation;

/// <summary>A ledger with its queue, and the directory that whoever uses them takes for its root.</summary>
internal sealed record Side(string Name, string Location, LedgerPlace Place, LedgerStore Ledger, QueueStore Queue);
