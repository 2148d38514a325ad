namespace ImgCompress.Files;

/// <summary>
/// Which names a job takes without <c>--include</c>: those of images, the formats that are read and those that people will look
/// for in the report. Names only choose; what a file is, its bytes decide.
/// </summary>
public static class ImageNames
{
    private static readonly HashSet<string> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".jpg", ".jpeg", ".jpe", ".jif", ".jfi", ".jfif", ".pjpeg", ".pjp", ".mpo", ".png", ".apng", ".webp", ".gif", ".tif", ".tiff",
        ".avif", ".avifs", ".bmp", ".dib", ".tga", ".ico", ".cur", ".heic", ".heif", ".hif",
        ".jxl", ".jp2", ".qoi", ".pbm", ".pgm", ".ppm", ".pnm", ".pam",
    };

    public static bool Match(string name) => Extensions.Contains(Path.GetExtension(name));
}
