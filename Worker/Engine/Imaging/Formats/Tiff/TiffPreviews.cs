namespace ImgCompress.Engine.Imaging.Formats.Tiff;

/// <summary>
/// Pictures in directories below a page (sub-IFDs). Those that say that they are a picture of the file, reduced, and have its proportions,
/// are previews: a program that misses them makes them anew.
/// </summary>
internal static class TiffPreviews
{
    private const int Reduced = 1;

    /// <summary>Whether all that is below a page is previews of it.</summary>
    public static bool AreAll(HeaderBytes bytes, TiffFile tiff, IReadOnlyList<TiffEntry> page)
    {
        var (width, height) = Size(bytes, page);
        foreach (var at in TiffFile.Values(bytes, page, TiffTag.SubIfds))
        {
            var below = TiffFile.ReadDirectory(bytes, tiff.Big, at, out _);
            var (smallWidth, smallHeight) = Size(bytes, below);
            if (TiffFile.Value(bytes, below, TiffTag.NewSubfileType, 0) != Reduced
                || smallWidth > width
                || smallHeight > height
                || Math.Abs((smallWidth * height) - (smallHeight * width)) > width + height)
            {
                return false;
            }
        }

        return true;
    }

    private static (long Width, long Height) Size(HeaderBytes bytes, IReadOnlyList<TiffEntry> directory) =>
        (TiffFile.Value(bytes, directory, TiffTag.ImageWidth, 0), TiffFile.Value(bytes, directory, TiffTag.ImageLength, 0));
}
