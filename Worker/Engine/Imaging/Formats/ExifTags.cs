using System.Buffers.Binary;

namespace ImgCompress.Engine.Imaging.Formats;

/// <summary>
/// The tags of an EXIF block that a resize must read or write (Exif 3.0, section 4.6). All is written in place, so that offsets in
/// maker notes hold. A damaged block is carried as it is, so nothing here refuses an image.
/// </summary>
internal static class ExifTags
{
    private const ushort Orientation = 0x0112;
    private const ushort ExifDirectory = 0x8769;
    private const ushort InteroperabilityDirectory = 0xA005;
    private const ushort Short = 3;
    private const ushort Long = 4;
    private const ushort Rational = 5;

    // Not for sizes by the standard, but some cameras write them so.
    private const ushort SignedLong = 9;

    /// <summary>The orientation, 1 to 8; 1 where there is none.</summary>
    /// <param name="exif">From its TIFF header on.</param>
    public static int ReadOrientation(ReadOnlySpan<byte> exif)
    {
        var at = Value(exif, FirstDirectory(exif), Orientation);
        return at >= 0 && U16(exif, at) is >= 1 and <= 8 and var value ? value : 1;
    }

    /// <summary>Whether an orientation turns a picture by a quarter, mirrored or not.</summary>
    public static bool Turns(int orientation) => orientation is >= 5 and <= 8;

    /// <summary>Writes an orientation where the block (from its TIFF header on) has that tag.</summary>
    public static void WriteOrientation(Span<byte> exif, int orientation)
    {
        var at = Value(exif, FirstDirectory(exif), Orientation);
        if (at >= 0)
        {
            _ = WriteNumber(exif[at..], U16(exif, at - 6), orientation, IsLittleEndian(exif));
        }
    }

    /// <summary>
    /// Puts the tags right that tell sizes and places in pixels, in the directories of the image, of EXIF and of interoperability;
    /// the thumbnail's own is left. A tag that cannot hold its new value is removed.
    /// </summary>
    /// <param name="exif">From its TIFF header on.</param>
    /// <param name="change">The image's size before and after.</param>
    public static void WriteSize(Span<byte> exif, SizeChange change)
    {
        var first = FirstDirectory(exif);
        var inner = Pointer(exif, first, ExifDirectory);
        var interoperability = Pointer(exif, inner, InteroperabilityDirectory);
        ScaleDirectory(exif, first, change);
        ScaleDirectory(exif, inner, change);
        ScaleDirectory(exif, interoperability, change);
    }

    /// <summary>Puts the value of one tag right in place, where it tells a size or a place in pixels.</summary>
    /// <param name="tag">A tag of an image's, EXIF or interoperability directory.</param>
    /// <param name="kind">The values' TIFF type.</param>
    /// <param name="values">The tag's values.</param>
    /// <param name="littleEndian">How they are stored.</param>
    /// <param name="change">The image's size before and after.</param>
    /// <returns>False where the new value does not fit.</returns>
    public static bool Scale(ushort tag, int kind, Span<byte> values, bool littleEndian, SizeChange change)
    {
        switch (tag)
        {
            // ImageWidth, PixelXDimension, RelatedImageWidth.
            case 0x0100 or 0xA002 or 0x1001:
                return WriteNumber(values, kind, change.NewWidth, littleEndian);
            // ImageLength, PixelYDimension, RelatedImageLength.
            case 0x0101 or 0xA003 or 0x1002:
                return WriteNumber(values, kind, change.NewHeight, littleEndian);
            // FocalPlaneXResolution, and in TIFF/EP.
            case 0xA20E or 0x920E:
                return ScaleRational(values, kind, change.NewWidth, change.OldWidth, littleEndian);
            // FocalPlaneYResolution, and in TIFF/EP.
            case 0xA20F or 0x920F:
                return ScaleRational(values, kind, change.NewHeight, change.OldHeight, littleEndian);
            // SubjectArea and SubjectLocation: x, y, and a diameter or a width and a height.
            case 0x9214 or 0xA214:
                return ScalePlaces(values, kind, littleEndian, change);
            default:
                return true;
        }
    }

    /// <summary>A block that says the orientation and no more: 26 bytes, little-endian.</summary>
    public static byte[] WithOrientation(int orientation) =>
        [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, 0];

    private static void ScaleDirectory(Span<byte> exif, uint directory, SizeChange change)
    {
        if (directory > exif.Length - 2L)
        {
            return;
        }

        var littleEndian = IsLittleEndian(exif);
        var count = U16(exif, (int)directory);
        for (var i = 0; i < count && directory + 14L + 12L * i <= exif.Length; i++)
        {
            var entry = (int)directory + 2 + 12 * i;
            var (tag, kind) = (U16(exif, entry), U16(exif, entry + 2));
            var bytes = U32(exif, entry + 4) * (kind switch { Short => 2L, Long or SignedLong => 4L, Rational => 8L, _ => 1L });
            var at = bytes <= 4 ? entry + 8L : U32(exif, entry + 8);
            if (bytes == 0 || bytes > exif.Length || at > exif.Length - bytes)
            {
                continue;
            }

            if (Scale(tag, kind, exif.Slice((int)at, (int)bytes), littleEndian, change))
            {
                continue;
            }

            // One number of two bytes has room for four.
            if (kind == Short && bytes == 2 && Scale(tag, Long, exif.Slice((int)at, 4), littleEndian, change))
            {
                WriteU16(exif[(entry + 2)..], Long, littleEndian);
                continue;
            }

            // The entries behind it and the next directory's offset move up; values stay where they are.
            var end = (int)Math.Min(exif.Length, directory + 2L + 12L * count + 4);
            exif[(entry + 12)..end].CopyTo(exif[entry..]);
            WriteU16(exif[(int)directory..], (ushort)--count, littleEndian);
            i--;
        }
    }

    /// <summary>A width or height: one number.</summary>
    private static bool WriteNumber(Span<byte> values, int kind, long value, bool littleEndian)
    {
        switch (kind)
        {
            case Short when value <= ushort.MaxValue && values.Length >= 2:
                WriteU16(values, (ushort)value, littleEndian);
                return true;
            case Long when value <= uint.MaxValue && values.Length >= 4:
            case SignedLong when value <= int.MaxValue && values.Length >= 4:
                WriteU32(values, (uint)value, littleEndian);
                return true;
            default:
                return false;
        }
    }

    private static bool ScalePlaces(Span<byte> values, int kind, bool littleEndian, SizeChange change)
    {
        var size = kind switch { Short => 2, Long or SignedLong => 4, _ => 0 };
        if (size == 0)
        {
            return false;
        }

        var fits = true;
        for (var i = 0; (i + 1) * size <= values.Length; i++)
        {
            var value = values.Slice(i * size, size);
            long old = (size, littleEndian) switch
            {
                (2, true) => BinaryPrimitives.ReadUInt16LittleEndian(value),
                (2, false) => BinaryPrimitives.ReadUInt16BigEndian(value),
                (_, true) => BinaryPrimitives.ReadUInt32LittleEndian(value),
                (_, false) => BinaryPrimitives.ReadUInt32BigEndian(value),
            };
            fits &= WriteNumber(value, kind, i % 2 == 0 ? change.Across(old) : change.Down(old), littleEndian);
        }

        return fits;
    }

    private static bool ScaleRational(Span<byte> values, int kind, int to, int from, bool littleEndian)
    {
        if (kind != Rational || values.Length < 8)
        {
            return false;
        }

        var (above, below) = littleEndian
            ? (BinaryPrimitives.ReadUInt32LittleEndian(values), BinaryPrimitives.ReadUInt32LittleEndian(values[4..]))
            : (BinaryPrimitives.ReadUInt32BigEndian(values), BinaryPrimitives.ReadUInt32BigEndian(values[4..]));
        var (numerator, denominator) = ScaledRational(above, below, to, from);
        WriteU32(values, numerator, littleEndian);
        WriteU32(values[4..], denominator, littleEndian);
        return true;
    }

    /// <summary><c>above / below · to / from</c>, exactly where 32 bits hold it; an undefined number (below is 0) as it is.</summary>
    internal static (uint Above, uint Below) ScaledRational(uint above, uint below, int to, int from)
    {
        if (to == from || above == 0 || below == 0)
        {
            return (above, below);
        }

        var (numerator, denominator) = ((ulong)above * (uint)to, (ulong)below * (uint)from);
        var (a, b) = (numerator, denominator);
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        (numerator, denominator) = (numerator / a, denominator / a);
        while (numerator > uint.MaxValue || denominator > uint.MaxValue)
        {
            (numerator, denominator) = (numerator >> 1, Math.Max(1, denominator >> 1));
        }

        return ((uint)numerator, (uint)denominator);
    }

    private static bool IsLittleEndian(ReadOnlySpan<byte> exif) => exif.StartsWith("II"u8);

    private static uint FirstDirectory(ReadOnlySpan<byte> exif) =>
        exif.StartsWith("II*\0"u8) || exif.StartsWith("MM\0*"u8) ? U32(exif, 4) : uint.MaxValue;

    /// <summary>The directory that a tag points to; <see cref="uint.MaxValue"/>, which is in no block, where there is none.</summary>
    private static uint Pointer(ReadOnlySpan<byte> exif, uint directory, ushort tag)
    {
        var at = Value(exif, directory, tag);
        return at < 0 ? uint.MaxValue : U32(exif, at);
    }

    /// <summary>Where the single SHORT or LONG value of a tag stands; −1 where the tag is missing or of another kind.</summary>
    private static int Value(ReadOnlySpan<byte> exif, uint directory, ushort tag)
    {
        if (directory > exif.Length - 2L)
        {
            return -1;
        }

        var count = U16(exif, (int)directory);
        for (var i = 0; i < count; i++)
        {
            var entry = directory + 2L + 12L * i;
            if (entry + 12 > exif.Length)
            {
                return -1;
            }

            var at = (int)entry;
            if (U16(exif, at) == tag)
            {
                return U16(exif, at + 2) is Short or Long && U32(exif, at + 4) == 1 ? at + 8 : -1;
            }
        }

        return -1;
    }

    private static ushort U16(ReadOnlySpan<byte> exif, int at) => IsLittleEndian(exif)
        ? BinaryPrimitives.ReadUInt16LittleEndian(exif[at..])
        : BinaryPrimitives.ReadUInt16BigEndian(exif[at..]);

    private static uint U32(ReadOnlySpan<byte> exif, int at) => exif.Length < at + 4 ? uint.MaxValue : IsLittleEndian(exif)
        ? BinaryPrimitives.ReadUInt32LittleEndian(exif[at..])
        : BinaryPrimitives.ReadUInt32BigEndian(exif[at..]);

    private static void WriteU16(Span<byte> to, ushort value, bool littleEndian)
    {
        if (littleEndian)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(to, value);
        }
        else
        {
            BinaryPrimitives.WriteUInt16BigEndian(to, value);
        }
    }

    private static void WriteU32(Span<byte> to, uint value, bool littleEndian)
    {
        if (littleEndian)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(to, value);
        }
        else
        {
            BinaryPrimitives.WriteUInt32BigEndian(to, value);
        }
    }
}
