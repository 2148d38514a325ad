using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace ImgCompress.Engine.Imaging.Formats.Jpeg;

/// <summary>XMP in APP1 segments (ISO 16684-3): one packet, and an extended one that is cut into parts.</summary>
internal static class JpegXmp
{
    // Behind the extended packet's name: its digest, its length and the part's offset.
    private const int DigestBytes = 32;
    private const int PartHeaderBytes = DigestBytes + 8;
    private const int MaxBodyBytes = ushort.MaxValue - 2;

    private static ReadOnlySpan<byte> Name => "http://ns.adobe.com/xap/1.0/\0"u8;

    private static ReadOnlySpan<byte> ExtensionName => "http://ns.adobe.com/xmp/extension/\0"u8;

    /// <summary>All packets of a file, the extended ones put together.</summary>
    public static List<byte[]> Packets(ReadOnlySpan<byte> file, JpegHeader header)
    {
        var packets = new List<byte[]>();
        var parts = new List<Part>();
        foreach (var segment in header.Segments.Where(s => s.Marker == 0xE1))
        {
            var body = segment.Body(file);
            if (Part.Read(body, 0) is { } part)
            {
                parts.Add(part);
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

    /// <summary>
    /// The XMP segments that change with the picture's size, or with the place of what stands behind it: by their number in
    /// <see cref="JpegHeader.Segments"/>, whole. Of an extended packet all parts stand in place of its first.
    /// </summary>
    public static Dictionary<int, byte[]> Rewrite(ReadOnlySpan<byte> file, JpegHeader header, SizeChange change, JpegLayout layout)
    {
        var rewritten = new Dictionary<int, byte[]>();
        var digests = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var parts = new List<Part>();
        for (var i = 0; i < header.Segments.Count; i++)
        {
            if (header.Segments[i].Marker == 0xE1 && Part.Read(header.Segments[i].Body(file), i) is { } part)
            {
                parts.Add(part);
            }
        }

        foreach (var extended in parts.GroupBy(p => p.Digest, StringComparer.Ordinal))
        {
            // A part may stand there twice.
            var inOrder = extended.OrderBy(p => p.Offset).DistinctBy(p => p.Offset).ToList();
            byte[] packet = [.. inOrder.SelectMany(p => p.Data)];
            var changed = XmpWriter.Write(packet, Replacement(new(file, header, packet, layout), change));
            if (packet.Length != inOrder[0].Total || packet.AsSpan().SequenceEqual(changed))
            {
                continue;
            }

            digests[extended.Key] = Digest(changed);
            foreach (var part in extended)
            {
                rewritten[part.Segment] = [];
            }

            rewritten[extended.Min(p => p.Segment)] = Cut(changed, digests[extended.Key]);
        }

        for (var i = 0; i < header.Segments.Count; i++)
        {
            var body = header.Segments[i].Body(file);
            if (header.Segments[i].Marker != 0xE1 || !body.StartsWith(Name))
            {
                continue;
            }

            var packet = body[Name.Length..];
            var replacement = Replacement(new(file, header, packet, layout), change);
            var changed = XmpWriter.Write(packet, (property, value) => property.Name is { Uri: XmpNames.Note, Local: "HasExtendedXMP" }
                ? digests.GetValueOrDefault(value)
                : replacement(property, value));
            if (!packet.SequenceEqual(changed) && Name.Length + changed.Length <= MaxBodyBytes)
            {
                rewritten[i] = Segment([.. Name, .. changed]);
            }
        }

        return rewritten;
    }

    private static Func<XmpProperty, string, string?> Replacement(JpegPointers pointers, SizeChange change) =>
        (property, value) => XmpSizes.Replacement(property, value, change) ?? pointers.Replacement(property, value);

    /// <summary>An extended packet's name: ISO 16684-3 says MD5, in capital hexadecimal digits.</summary>
    [SuppressMessage("Security", "CA5351", Justification = "The standard names MD5, and it guards nothing.")]
    private static string Digest(ReadOnlySpan<byte> packet) => Convert.ToHexString(MD5.HashData(packet));

    private static byte[] Cut(ReadOnlySpan<byte> packet, string digest)
    {
        using var output = new MemoryStream();
        var most = MaxBodyBytes - ExtensionName.Length - PartHeaderBytes;
        for (var at = 0; at < packet.Length; at += most)
        {
            var part = packet[at..Math.Min(packet.Length, at + most)];
            byte[] body = [.. ExtensionName, .. Encoding.ASCII.GetBytes(digest), .. new byte[8], .. part];
            BinaryPrimitives.WriteInt32BigEndian(body.AsSpan(ExtensionName.Length + DigestBytes), packet.Length);
            BinaryPrimitives.WriteInt32BigEndian(body.AsSpan(ExtensionName.Length + DigestBytes + 4), at);
            output.Write(Segment(body));
        }

        return output.ToArray();
    }

    private static byte[] Segment(byte[] body) => [0xFF, 0xE1, (byte)((body.Length + 2) >> 8), (byte)(body.Length + 2), .. body];

    /// <summary>A segment's part of an extended packet.</summary>
    private sealed record Part(int Segment, string Digest, uint Total, uint Offset, byte[] Data)
    {
        public static Part? Read(ReadOnlySpan<byte> body, int segment)
        {
            if (!body.StartsWith(ExtensionName) || body.Length < ExtensionName.Length + PartHeaderBytes)
            {
                return null;
            }

            body = body[ExtensionName.Length..];
            return new(
                segment,
                Encoding.Latin1.GetString(body[..DigestBytes]),
                BinaryPrimitives.ReadUInt32BigEndian(body[DigestBytes..]),
                BinaryPrimitives.ReadUInt32BigEndian(body[(DigestBytes + 4)..]),
                body[PartHeaderBytes..].ToArray());
        }
    }
}
