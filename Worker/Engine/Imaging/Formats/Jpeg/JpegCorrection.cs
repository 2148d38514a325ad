namespace ImgCompress.Engine.Imaging.Formats.Jpeg;

/// <summary>
/// A deviation from the standard that changes no pixel, and what the decoder is given instead: to it every warning is damage, so it
/// must not see what it would warn of for nothing.
/// </summary>
/// <param name="Offset">Where it stands in the file.</param>
/// <param name="Length">The bytes that are replaced.</param>
/// <param name="Replacement">The bytes in their place.</param>
internal readonly record struct JpegCorrection(int Offset, int Length, byte[] Replacement)
{
    /// <summary>Stray bytes between two segments are skipped up to so many; more may be the rest of a segment that is damaged.</summary>
    public const int MaxStrayBytes = 64;

    private static ReadOnlySpan<byte> WholeBlocks => [0, 63, 0];

    public static JpegCorrection Stray(int from, int to) => new(from, to - from, []);

    /// <summary>The missing end marker, or its second byte.</summary>
    public static JpegCorrection End(int dataEnd, int fileLength) => new(dataEnd, fileLength - dataEnd, [0xFF, 0xD9]);

    /// <summary>
    /// Of an application segment that says how to read the picture, the byte that decoders pass over: an Adobe transform that does not
    /// go with the number of components (they take the usual one), and a version of JFIF that there is not.
    /// </summary>
    /// <returns>Null where the segment is as it should be.</returns>
    public static JpegCorrection? Application(ReadOnlySpan<byte> file, JpegHeader.Segment segment, int components)
    {
        var body = segment.Body(file);
        var at = segment.Offset + segment.Length - body.Length;
        return segment.Marker switch
        {
            0xEE when body.StartsWith("Adobe"u8) && body.Length >= 12 => (components, body[11]) switch
            {
                (3, > 1) => new(at + 11, 1, [1]),
                (4, not (0 or 2)) => new(at + 11, 1, [2]),
                _ => null,
            },
            0xE0 when body.StartsWith("JFIF\0"u8) && body.Length >= 14 && body[5] != 1 => new(at + 5, 1, [1]),
            _ => null,
        };
    }

    /// <summary>The SOS of a scan that is not progressive holds whole blocks, whatever its last three bytes say (Ss, Se, AhAl).</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="at">Where the segment's length stands.</param>
    /// <returns>Null where the segment is as it should be.</returns>
    public static JpegCorrection? SequentialScan(ReadOnlySpan<byte> file, int at)
    {
        if (at + 3 > file.Length)
        {
            return null;
        }

        var length = (file[at] << 8) | file[at + 1];
        var parameters = at + 3 + 2 * file[at + 2];
        return length == 6 + 2 * file[at + 2] && parameters + 3 <= file.Length && !file.Slice(parameters, 3).SequenceEqual(WholeBlocks)
            ? new(parameters, 3, WholeBlocks.ToArray())
            : null;
    }

    /// <summary>The file with all corrections made, which must be in the order of the file.</summary>
    public static byte[] Apply(ReadOnlySpan<byte> file, IReadOnlyList<JpegCorrection> corrections)
    {
        using var output = new MemoryStream(file.Length + 2);
        var at = 0;
        foreach (var correction in corrections)
        {
            output.Write(file[at..correction.Offset]);
            output.Write(correction.Replacement);
            at = correction.Offset + correction.Length;
        }

        output.Write(file[at..]);
        return output.ToArray();
    }
}
