namespace ImgCompress.Ledger;

/// <summary>
/// A root is not this ledger's, or whose it is cannot be told: nothing is done to its files. One sentence that says whose it is, and how
/// it could be adopted.
/// </summary>
public sealed class ForeignRootException(string message) : Exception(message);
