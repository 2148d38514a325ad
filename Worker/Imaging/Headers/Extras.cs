namespace ImgCompress.Worker.Imaging.Headers;

/// <summary>Things beside the picture that a resize would lose, by format.</summary>
internal static class Extras
{
    public static void Refuse(ReadOnlySpan<byte> file, ImageHeader header)
    {
        if (header is JpegHeader jpeg)
            JpegExtras.Refuse(file, jpeg);
    }
}
