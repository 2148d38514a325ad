using ImgCompress.Contracts;

namespace ImgCompress.Enqueuer.Running;

/// <summary>What is to be said of one file.</summary>
/// <param name="Path">Its path below the root, as it is displayed.</param>
/// <param name="Reason">By name, for scripts.</param>
/// <param name="Detail">One sentence.</param>
internal sealed record FileFinding(string Path, string Reason, string Detail)
{
    public static FileFinding Of(RelativePath path, string reason, string detail) =>
        new(path.IsUtf8 ? path.Value : path.ToDisplay(), reason, detail);
}
