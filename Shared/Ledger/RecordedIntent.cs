using ImgCompress.Contracts;

namespace ImgCompress.Ledger;

/// <summary>What the temp file of one claim holds; recorded before it is renamed. As text, <c>epoch=fingerprint</c>.</summary>
public sealed record RecordedIntent(long Epoch, Fingerprint Content);
