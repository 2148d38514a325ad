using System.Text;

namespace ImgCompress.Engine.Imaging.Formats;

/// <summary>
/// Replaces values of an XMP packet. All other bytes stay, and so does the packet's length where it has padding.
/// </summary>
internal static class XmpWriter
{
    /// <summary>Longer values are no numbers, and stay.</summary>
    private const int MaxValueBytes = 64;

    /// <param name="xmp">The packet.</param>
    /// <param name="replacement">A property's new value, of ASCII letters that need no escape; null where it stays.</param>
    /// <returns>The new packet: the same bytes where nothing is replaced.</returns>
    public static byte[] Write(ReadOnlySpan<byte> xmp, Func<XmpProperty, string, string?> replacement)
    {
        using var output = new MemoryStream(xmp.Length + 64);
        var at = 0;
        foreach (var property in XmpReader.Read(xmp).OrderBy(p => p.Offset))
        {
            if (property.Offset < at
                || property.Length > MaxValueBytes
                || replacement(property, XmpReader.Value(xmp, property)) is not { } value)
            {
                continue;
            }

            output.Write(xmp[at..property.Offset]);
            output.Write(Encoding.ASCII.GetBytes(value));
            at = property.Offset + property.Length;
        }

        output.Write(xmp[at..]);
        return Pad(output.ToArray(), xmp.Length);
    }

    /// <summary>Gives a packet its length back by the white space before its end, if there is some.</summary>
    private static byte[] Pad(byte[] xmp, int length)
    {
        var end = xmp.AsSpan().LastIndexOf("<?xpacket"u8);
        if (xmp.Length == length || end < 0 || xmp.AsSpan(0, end).LastIndexOf((byte)'>') is not (>= 0 and var last))
        {
            return xmp;
        }

        var padding = end - last - 1;
        var wanted = padding + length - xmp.Length;
        return padding > 0 && wanted >= 0
            ?
            [
                .. xmp[..(last + 1 + Math.Min(padding, wanted))],
                .. Enumerable.Repeat((byte)' ', Math.Max(0, wanted - padding)),
                .. xmp[end..],
            ]
            : xmp;
    }
}
