namespace ImgCompress.Worker.Imaging.Headers;

/// <summary>Tells a file's kind from its first bytes and has its header read.</summary>
internal static class ImageSniffer
{
    private static string Supported => $"supported are {Codec.Chosen.Formats}";

    /// <exception cref="RefusedException">No image, or one that is not supported, or damaged in its header.</exception>
    public static ImageHeader Read(ReadOnlySpan<byte> file)
    {
        if (file.IsEmpty)
            throw RefusedException.NotAnImage("the file is empty");
        if (file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
            return JpegReader.Read(file);
        if (file.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]))
            return PngReader.Read(file);
        if (file.StartsWith("GIF87a"u8) || file.StartsWith("GIF89a"u8))
            return GifReader.Read(file);
        if (file.StartsWith("RIFF"u8) && file.Length >= 12 && file[8..].StartsWith("WEBP"u8))
            return WebPReader.Read(file);
        if (file.Length >= 12 && file[4..].StartsWith("ftypavi"u8) && file[11] is (byte)'f' or (byte)'s')
            return AvifReader.Read(file);
        if (TiffFile.IsTiff(file))
            return TiffReader.Read(file);
        if (Codec.Chosen.ReadHeader(file) is { } own)
            return own;
        if (ForeignKinds.Name(file) is { } name)
            throw RefusedException.Unsupported($"{name}; {Supported}");
        throw RefusedException.NotAnImage($"the bytes are of no known image format; {Supported}");
    }
}
