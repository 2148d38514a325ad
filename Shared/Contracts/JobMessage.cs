namespace ImgCompress.Contracts;

/// <summary>
/// The wire message: <c>{"v":1,"job":"…","path":"…"}</c>. What to do stands in the ledger, so that somebody who can only send
/// messages cannot choose a spec.
/// </summary>
public sealed record JobMessage(JobId Job, RelativePath Path)
{
    public const int Version = 1;
}
