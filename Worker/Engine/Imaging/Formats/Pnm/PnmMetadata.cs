namespace ImgCompress.Engine.Imaging.Formats.Pnm;

/// <summary>Puts an original's comments into a new PNM, behind its first line.</summary>
internal static class PnmMetadata
{
    /// <summary>The new file. With <paramref name="strip"/> comments go.</summary>
    public static byte[] Copy(ReadOnlySpan<byte> original, PnmHeader header, ReadOnlySpan<byte> encoded, bool strip)
    {
        using var output = new MemoryStream(encoded.Length + 1024);
        output.Write(encoded[..3]);
        foreach (var comment in strip ? [] : header.Comments)
        {
            output.Write(original[comment]);
            output.WriteByte((byte)'\n');
        }

        output.Write(encoded[3..]);
        return output.ToArray();
    }
}
