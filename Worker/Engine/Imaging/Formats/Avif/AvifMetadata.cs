using System.Buffers.Binary;

namespace ImgCompress.Engine.Imaging.Formats.Avif;

/// <summary>
/// Puts an original's metadata around a new coded picture: EXIF, XMP and other items that describe it, byte by byte, and the
/// properties that do not tell how samples are stored, among them ICC profile, code points of the colours, and turns.
/// </summary>
internal static class AvifMetadata
{
    /// <summary>The new file. With <paramref name="strip"/> only what tells colours, shape and orientation is carried.</summary>
    public static byte[] Copy(ReadOnlySpan<byte> original, AvifHeader header, ReadOnlySpan<byte> encoded, bool strip)
    {
        var old = new HeaderBytes(original);
        var fresh = new HeaderBytes(encoded);
        var target = AvifFile.Read(encoded);
        var ispe = target.Primary.Find("ispe")!.Value;
        var writer = new AvifWriter(encoded[..(int)target.Top[0].End]);
        var primary = writer.Add(fresh, target.Primary, PrimaryProperties(old, fresh, header, target, strip));
        if (AvifReader.Alpha(target) is { } alpha)
        {
            // As libavif and libheif do, alpha is turned like the colours it belongs to.
            var properties = Stored(fresh, alpha, isAlpha: true).Concat(Turns(old, header.File.Primary));
            writer.Refer("auxl", writer.Add(fresh, alpha, properties), primary);
        }

        foreach (var item in header.File.Items.Values.Where(item => !strip && AvifReader.IsMetadata(header.File, item)))
        {
            var bytes = item.Bytes(old);
            if (item.Type is "Exif" && bytes.Length >= 4
                && BinaryPrimitives.ReadUInt32BigEndian(bytes) is var offset && offset <= bytes.Length - 4)
            {
                var (newWidth, newHeight) = (checked((int)fresh.U32(ispe.Body + 4)), checked((int)fresh.U32(ispe.Body + 8)));
                ExifTags.WriteSize(bytes.AsSpan((int)offset + 4), new(header.Width, header.Height, newWidth, newHeight));
            }

            var added = writer.Add(old, item, [], bytes);
            if (item.References.Count > 0)
            {
                writer.Refer("cdsc", added, primary);
            }
        }

        foreach (var box in header.File.Top.Where(b => !strip && b.Type is "uuid"))
        {
            if (!AvifReader.IsCredentials(old, box))
            {
                writer.Append(old.Slice(box.Body, box.End - box.Body), box.Type);
            }
        }

        return writer.Write();
    }

    /// <summary>Properties of a picture that are told anew, copied, or dropped knowingly.</summary>
    public static bool IsKnown(string type) => IsStored(type) || type is
        "colr" or "irot" or "imir" or "pasp" or "clli" or "mdcv" or "cclv" or "amve" or "a1op" or "lsel" or "a1lx" or "udes" or "auxC";

    private static bool IsStored(string type) => type is "av1C" or "ispe" or "pixi";

    private static IEnumerable<AvifWriter.Property> PrimaryProperties(
        HeaderBytes old, HeaderBytes fresh, AvifHeader header, AvifFile target, bool strip)
    {
        var properties = new List<AvifWriter.Property>(Stored(fresh, target.Primary, isAlpha: false));
        var coded = Av1Header.Read(target.Primary.Bytes(fresh));
        var hasProfile = false;
        var hasCodePoints = false;
        var copied = new List<AvifWriter.Property>();
        foreach (var (box, isEssential, _, _) in header.File.Primary.Properties)
        {
            var isProfile = box.Type is "colr" && !old.Has(box.Body, "nclx"u8);
            hasProfile |= isProfile;
            hasCodePoints |= box.Type is "colr" && !isProfile;
            var isKept = isProfile || box.Type is "pasp" or "clli" or "mdcv" or "cclv" or "amve"
                || (!strip && (box.Type is "udes" || !IsKnown(box.Type)));
            if (isKept)
            {
                copied.Add(new(box.Type, old.Slice(box.Body, box.End - box.Body).ToArray(), isEssential));
            }
        }

        // The meaning of the samples is the original's; how luma and chroma are made of them, the encoder's.
        if (hasCodePoints || (!hasProfile && header.Colours is not (2, 2) && header.Colours != (coded.Primaries, coded.Transfer)))
        {
            var nclx = new byte[11];
            "nclx"u8.CopyTo(nclx);
            BinaryPrimitives.WriteUInt16BigEndian(nclx.AsSpan(4), (ushort)header.Colours.Primaries);
            BinaryPrimitives.WriteUInt16BigEndian(nclx.AsSpan(6), (ushort)header.Colours.Transfer);
            BinaryPrimitives.WriteUInt16BigEndian(nclx.AsSpan(8), (ushort)coded.Matrix);
            nclx[10] = coded.FullRange ? (byte)0x80 : (byte)0;
            properties.Add(new("colr", nclx, Essential: false));
        }

        return [.. properties, .. copied, .. Turns(old, header.File.Primary)];
    }

    /// <summary>How the samples are stored, which the encoder tells.</summary>
    private static List<AvifWriter.Property> Stored(HeaderBytes fresh, AvifItem item, bool isAlpha)
    {
        var properties = new List<AvifWriter.Property>();
        foreach (var (box, isEssential, _, _) in item.Properties)
        {
            if (IsStored(box.Type) || (isAlpha && box.Type is "auxC"))
            {
                properties.Add(new(box.Type, fresh.Slice(box.Body, box.End - box.Body).ToArray(), isEssential));
            }
        }

        return properties;
    }

    /// <summary>In their order, behind all others, as the format wants it.</summary>
    private static List<AvifWriter.Property> Turns(HeaderBytes old, AvifItem item)
    {
        var properties = new List<AvifWriter.Property>();
        foreach (var (box, isEssential, _, _) in item.Properties)
        {
            if (box.Type is "irot" or "imir")
            {
                properties.Add(new(box.Type, old.Slice(box.Body, box.End - box.Body).ToArray(), isEssential));
            }
        }

        return properties;
    }
}
