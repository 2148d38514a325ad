namespace ImgCompress.Worker.Imaging.Headers;

/// <summary>Damage that a decoder may forgive, looked for over the whole file before it is decoded.</summary>
internal static class Damage
{
    public static void Refuse(ReadOnlySpan<byte> file, ImageHeader header)
    {
        if (header is JpegHeader jpeg)
            JpegScans.RequireEnd(file, jpeg.ScanOffset);
    }
}
