using System.Buffers.Binary;
using System.Runtime.InteropServices;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Tiff;

/// <summary>
/// CIE L*a*b* in a TIFF (TIFF 6.0, section 23): its samples are resized as the codec reads those of red, green and blue. Of a* and b*
/// zero is made the middle of the values, where ICC's form has it already.
/// </summary>
internal static class TiffLab
{
    /// <summary>a* and b* are signed.</summary>
    public const int Signed = 8;

    /// <summary>a* and b* have an offset, as in ICC profiles.</summary>
    public const int Offset = 9;

    /// <summary>What the codec is told that the samples are.</summary>
    public const int ReadAs = 2;

    public static DecodedImage FromSigned(DecodedImage source) => new DecodedRows(source);

    public static RowSource ToSigned(RowSource source) => new SignedRows(source);

    /// <summary>Has each page of a new TIFF say what its samples mean.</summary>
    /// <param name="encoded">As libtiff writes it; changed.</param>
    /// <param name="photometric">Of the original.</param>
    public static byte[] Say(byte[] encoded, int photometric)
    {
        foreach (var entry in TiffFile.Read(encoded).Pages.SelectMany(page => page).Where(entry => entry.Tag is TiffTag.Photometric))
        {
            BinaryPrimitives.WriteUInt16LittleEndian(encoded.AsSpan((int)entry.At), (ushort)photometric);
        }

        return encoded;
    }

    private static void Move(Span<byte> row, RowShape shape)
    {
        if (shape.BytesPerSample == 1)
        {
            Move(row, shape.Channels, (byte)0x80);
        }
        else
        {
            Move(MemoryMarshal.Cast<byte, ushort>(row), shape.Channels, (ushort)0x8000);
        }
    }

    private static void Move<T>(Span<T> samples, int channels, T middle)
        where T : System.Numerics.IBinaryInteger<T>
    {
        for (var i = 0; i < samples.Length; i += channels)
        {
            samples[i + 1] ^= middle;
            samples[i + 2] ^= middle;
        }
    }

    private sealed class DecodedRows(DecodedImage source) : ChangedRows(source, source.Shape)
    {
        public override void ReadRow(Span<byte> row)
        {
            Source.ReadRow(row);
            Move(row, Shape);
        }
    }

    private sealed class SignedRows(RowSource source) : RowSource(source.Shape)
    {
        public override void ReadRow(Span<byte> row)
        {
            source.ReadRow(row);
            Move(row, Shape);
        }
    }
}
