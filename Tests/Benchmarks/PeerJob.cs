namespace ImgCompress.Benchmarks;

/// <summary>What a peer is asked to do. All paths are words of a script.</summary>
/// <param name="Source">The directory of the originals.</param>
/// <param name="Copy">A fresh copy of it, for what works in place.</param>
/// <param name="Target">An empty directory, for what does not.</param>
/// <param name="Extension">Of all files: <c>.jpg</c>.</param>
/// <param name="Factor">What width and height are divided by.</param>
/// <param name="Sizes">Each original with its new size.</param>
internal sealed record PeerJob(
    string Source, string Copy, string Target, string Extension, int Factor, IReadOnlyList<(string File, int Width, int Height)> Sizes)
{
    public double Percent => 100.0 / Factor;
}
