using ImgCompress.Contracts;

namespace ImgCompress.Ledger;

/// <summary>How an item ended well, and what is left of it for the next job to find.</summary>
public sealed record Finish(Outcome Outcome, Sizes Sizes, LastResult LastResult);
