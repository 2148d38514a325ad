using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Jpeg;

/// <summary>Reads the marker segments up to the first scan, and where the last one ends (ITU-T T.81, annex B).</summary>
internal static class JpegReader
{
    private const string Arithmetic =
        "a JPEG with arithmetic coding, which the codec does not read: jpegtran makes one with Huffman coding of it, without loss";

    private const string Hierarchical = "a hierarchical JPEG, of several frames: convert it to PNG or TIFF";

    public static JpegHeader Read(ReadOnlySpan<byte> file)
    {
        var bytes = new HeaderBytes(file);
        var segments = new List<JpegHeader.Segment>();
        var corrections = new List<JpegCorrection>();
        var tables = new int[4][];
        var frame = -1L;
        byte frameMarker = 0;
        var adobe = false;
        var credentials = false;
        var orientation = 1;
        var at = 2L;
        while (true)
        {
            var start = NextMarker(file, (int)at);
            if (start != at)
            {
                corrections.Add(JpegCorrection.Stray((int)at, start));
            }

            at = start;
            while (bytes.U8(at) == 0xFF)
            {
                at++;
            }

            var marker = bytes.U8(at++);
            if (marker is 0x01 or (>= 0xD0 and <= 0xD7))
            {
                continue;
            }

            if (marker is 0x00 or 0xD8 or 0xD9)
            {
                throw RefusedException.Corrupt("the JPEG has no image data");
            }

            var length = bytes.U16(at);
            if (length < 2)
            {
                throw RefusedException.Corrupt("a JPEG segment has an impossible length");
            }

            var body = bytes.Slice(at + 2, length - 2);
            switch (marker)
            {
                case 0xDB:
                    ReadTables(body, tables);
                    break;
                case >= 0xC0 and <= 0xCF when marker is not (0xC4 or 0xC8 or 0xCC):
                    if (frame >= 0)
                    {
                        throw RefusedException.Unsupported(Hierarchical);
                    }

                    frame = at;
                    frameMarker = marker;
                    break;
                case 0xCC:
                    throw RefusedException.Unsupported(Arithmetic);
                case 0xDE:
                    throw RefusedException.Unsupported(Hierarchical);
                case >= 0xE0 and <= 0xEF or 0xFE:
                    credentials |= ContentCredentials.BeginIn(marker, body);
                    adobe |= marker == 0xEE && body.StartsWith("Adobe"u8);
                    if (orientation == 1 && marker == 0xE1 && body.StartsWith("Exif\0"u8) && body.Length > 6)
                    {
                        orientation = ExifTags.ReadOrientation(body[6..]);
                    }

                    segments.Add(new(marker, start, (int)(at + length - start)));
                    break;
                case 0xDA when frame < 0:
                    throw RefusedException.Corrupt("a JPEG scan comes before its frame header");
                case 0xDA:
                    int height = bytes.U16(frame + 3);
                    if (height == 0)
                    {
                        height = JpegScans.FindLines(file, (int)(at + length), out var segment);
                        corrections.Add(new((int)frame + 3, 2, [(byte)(height >> 8), (byte)height]));
                        corrections.Add(segment);
                    }

                    var header = Frame(bytes, frame, frameMarker, height, tables) with
                    {
                        IsTurned = ExifTags.Turns(orientation),
                        HasAdobeMarker = adobe,
                        HasCredentials = credentials,
                        Segments = segments,
                        ScanOffset = start,
                    };
                    return WithEnd(file, header, corrections);
            }

            at += length;
        }
    }

    /// <summary>The quality that the JPEGTables of a TIFF tell: an abbreviated stream of tables alone; null where it does not.</summary>
    public static int? QualityOfTables(ReadOnlySpan<byte> stream)
    {
        var at = stream.IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDB]);
        if (at < 0)
        {
            return null;
        }

        var bytes = new HeaderBytes(stream);
        var length = bytes.U16(at + 2);
        var tables = new int[4][];
        ReadTables(bytes.Slice(at + 4, Math.Max(0, length - 2)), tables);
        return tables[0] is { } luminance ? JpegQuality.Estimate(luminance) : null;
    }

    /// <summary>Where the next marker stands: here, or behind a few stray bytes, which all decoders skip.</summary>
    private static int NextMarker(ReadOnlySpan<byte> file, int at)
    {
        var end = Math.Min(file.Length, at + JpegCorrection.MaxStrayBytes + 2);
        for (var start = at; start + 1 < end; start++)
        {
            if (file[start] == 0xFF && file[start + 1] != 0)
            {
                return start;
            }
        }

        throw RefusedException.Corrupt("a JPEG marker is missing where one must stand");
    }

    private static JpegHeader WithEnd(ReadOnlySpan<byte> file, JpegHeader header, List<JpegCorrection> corrections)
    {
        var end = JpegScans.FindEnd(file, header.ScanOffset, header.Progressive, corrections);
        foreach (var segment in header.Segments)
        {
            if (JpegCorrection.Application(file, segment, header.Channels) is { } correction)
            {
                corrections.Add(correction);
            }
        }

        return header with
        {
            End = end < 0 ? file.Length : end + 2,
            HasEnd = end >= 0,
            Corrections = [.. corrections.OrderBy(c => c.Offset)],
            CorrectedBytes = corrections.Count > 0 ? file.Length : 0,
        };
    }

    private static JpegHeader Frame(HeaderBytes bytes, long at, byte marker, int height, int[][] tables)
    {
        switch (marker)
        {
            case 0xC3:
                throw RefusedException.Unsupported("a lossless JPEG, which would come out lossy: convert it to PNG or TIFF");
            case 0xC5 or 0xC6 or 0xC7:
                throw RefusedException.Unsupported(Hierarchical);
            case >= 0xC9:
                throw RefusedException.Unsupported(Arithmetic);
        }

        if (bytes.U8(at + 2) is var precision and not 8)
        {
            throw RefusedException.Unsupported(
                $"a JPEG of {precision} bits a sample; 8 are supported: convert it to PNG or TIFF of 16 bits");
        }

        var width = bytes.U16(at + 5);
        var components = bytes.U8(at + 7);
        if (width == 0)
        {
            throw RefusedException.Corrupt("the JPEG has no width");
        }

        if (Math.Max(width, height) > JpegFormat.MostPixels)
        {
            throw RefusedException.TooLarge($"{width}×{height} pixels; JPEG files are read up to {JpegFormat.MostPixels} a side");
        }

        if (components is not (1 or 3 or 4))
        {
            throw RefusedException.Unsupported($"a JPEG of {components} components; 1, 3 and 4 are supported: convert it to TIFF");
        }

        var first = bytes.U8(at + 9);
        var others = true;
        for (var i = 1; i < components; i++)
        {
            others &= bytes.U8(at + 9 + 3 * i) == 0x11;
        }

        var steps = new Dictionary<int, double>();
        for (var i = 0; i < components; i++)
        {
            if (tables[bytes.U8(at + 10 + 3 * i) & 3] is { } own)
            {
                steps[bytes.U8(at + 8 + 3 * i)] = own.Skip(1).Take(9).Average();
            }
        }

        var table = tables[bytes.U8(at + 10) & 3] ?? throw RefusedException.Corrupt("a JPEG quantisation table is missing");
        return new()
        {
            Width = width,
            Height = height,
            Channels = components,
            IsCmyk = components == 4,
            Progressive = marker == 0xC2,
            Subsampling = components != 3 ? (1, 1) : others ? (first >> 4, first & 15) : (0, 0),
            Quality = JpegQuality.Estimate(table),
            Steps = steps,
        };
    }

    private static void ReadTables(ReadOnlySpan<byte> body, int[][] tables)
    {
        while (!body.IsEmpty)
        {
            var wide = body[0] >> 4 != 0;
            var size = wide ? 128 : 64;
            if (body.Length < 1 + size)
            {
                throw RefusedException.Corrupt("a JPEG quantisation table ends early");
            }

            var table = new int[64];
            for (var i = 0; i < 64; i++)
            {
                table[i] = wide ? (body[1 + 2 * i] << 8) | body[2 + 2 * i] : body[1 + i];
            }

            tables[body[0] & 3] = table;
            body = body[(1 + size)..];
        }
    }
}
