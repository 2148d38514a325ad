using ImgCompress.Contracts;

namespace ImgCompress.Ledger;

/// <summary>The completion of an item.</summary>
/// <param name="Outcome">How it was completed.</param>
/// <param name="Sizes">Bytes and pixels before and after.</param>
/// <param name="LastResult">What the next job compares its file with.</param>
public sealed record Finish(Outcome Outcome, Sizes Sizes, LastResult LastResult);
