using System.Buffers.Binary;

namespace ImgCompress.Engine.Imaging.Formats.Jpeg;

/// <summary>XMP in APP1 segments (ISO 16684-3): one packet, and an extended one that is cut into parts.</summary>
internal static class JpegXmp
{
    // Behind the extended packet's name: its digest, its length and the part's offset.
    private const int DigestBytes = 32;
    private const int PartHeaderBytes = DigestBytes + 8;

    private static ReadOnlySpan<byte> Name => "http://ns.adobe.com/xap/1.0/\0"u8;

    private static ReadOnlySpan<byte> ExtensionName => "http://ns.adobe.com/xmp/extension/\0"u8;

    /// <summary>All packets of a file, the extended ones put together.</summary>
    public static List<byte[]> Packets(ReadOnlySpan<byte> file, JpegHeader header)
    {
        var packets = new List<byte[]>();
        var parts = new List<(string Digest, uint Offset, byte[] Data)>();
        foreach (var segment in header.Segments.Where(s => s.Marker == 0xE1))
        {
            var body = segment.Body(file);
            if (body.StartsWith(ExtensionName) && body.Length >= ExtensionName.Length + PartHeaderBytes)
            {
                body = body[ExtensionName.Length..];
                var offset = BinaryPrimitives.ReadUInt32BigEndian(body[(DigestBytes + 4)..]);
                parts.Add((Convert.ToHexString(body[..DigestBytes]), offset, body[PartHeaderBytes..].ToArray()));
            }
            else if (body.StartsWith("http://ns.adobe.com/x"u8))
            {
                packets.Add(body[(body.IndexOf((byte)0) + 1)..].ToArray());
            }
        }

        foreach (var extended in parts.GroupBy(p => p.Digest, StringComparer.Ordinal))
        {
            packets.Add([.. extended.OrderBy(p => p.Offset).SelectMany(p => p.Data)]);
        }

        return packets;
    }

    /// <summary>A segment's body with its packet for the new size; null where it holds none, or the result would not fit.</summary>
    public static byte[]? Resized(ReadOnlySpan<byte> body, SizeChange change)
    {
        if (!body.StartsWith(Name))
        {
            return null;
        }

        byte[] resized = [.. Name, .. XmpSizes.Write(body[Name.Length..], change)];
        return resized.Length <= ushort.MaxValue - 2 ? resized : null;
    }
}
