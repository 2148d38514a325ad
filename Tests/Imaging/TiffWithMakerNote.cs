using System.Buffers.Binary;
using System.Text;
using ImgCompress.Engine.Imaging.Formats.Tiff;
using ImgCompress.Tests.Fixtures.Images;
using Xunit;

namespace ImgCompress.Tests.Imaging;

/// <summary>A camera's note in a TIFF's EXIF directory, whose offsets count from the file's beginning and so move with it.</summary>
public sealed class TiffWithMakerNote
{
    private const int EntryBytes = 12;

    [Theory]
    [InlineData("", true, true)]
    [InlineData("", false, false)]
    [InlineData("OLYMP\0\u0001\0", true, true)]
    [InlineData("Panasonic\0\0\0", false, false)]
    [InlineData("", true, false)]
    [InlineData("", false, true)]
    [InlineData("OLYMP\0\u0001\0", false, true)]
    [InlineData("SONY DSC \0\0\0", true, false)]
    public void KeepsWhatItsOffsetsLeadTo(string name, bool littleEndian, bool fileIsLittleEndian)
    {
        var file = File(name, littleEndian, fileIsLittleEndian, relative: false, out var inside);

        var after = Resizing.Resize(file);

        var note = Note(after, name, littleEndian);
        var at = Read32(after.AsSpan(note + name.Length + 2 + EntryBytes + 8), littleEndian);
        Assert.Equal("E-1 and more"u8, after.AsSpan((int)at, 12));
        Assert.Equal(note + inside, (int)at);
        // The thumbnail stood elsewhere in the old file, and is not in the new one.
        Assert.Equal(0u, Read32(after.AsSpan(note + name.Length + 2 + 2 * EntryBytes + 4), littleEndian));
    }

    [Fact]
    public void IsLeftAloneWhereItsOffsetsCountFromItself()
    {
        var file = File("", littleEndian: true, fileIsLittleEndian: true, relative: true, out var inside);

        var after = Resizing.Resize(file);

        var note = Note(after, "", littleEndian: true);
        Assert.Equal(inside, (int)Read32(after.AsSpan(note + 2 + EntryBytes + 8), littleEndian: true));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(40)]
    public void OfNoKnownFormIsLeftAlone(int length)
    {
        var note = Enumerable.Range(0, length).Select(i => (byte)(i * 7 + 200)).ToArray();
        var moved = (byte[])note.Clone();
        new MakerNote(1000, fileIsLittleEndian: true).Move(moved, 5000);
        Assert.Equal(note, moved);
    }

    private static byte[] File(string name, bool littleEndian, bool fileIsLittleEndian, bool relative, out int inside)
    {
        byte[] Build(uint exif)
        {
            var pointer = new byte[4];
            Write32(pointer, exif, fileIsLittleEndian);
            return TiffBuilder.Of(Pictures.Samples(3), Pictures.Width, Pictures.Height, 3, littleEndian: fileIsLittleEndian)
                .Entry(34665, 4, 1, pointer)
                .Build();
        }

        var start = (uint)Build(0).Length;
        var note = start + 2 + EntryBytes + 4;
        inside = name.Length + 2 + 4 * EntryBytes + 4;
        var to = relative ? (uint)inside : note + (uint)inside;
        byte[] body =
        [
            .. Encoding.Latin1.GetBytes(name), .. Two(4, littleEndian),
            .. Entry(1, 3, 1, 0, littleEndian), .. Entry(2, 2, 12, to, littleEndian),
            .. Entry(0x100, 7, 500, relative ? to : 8, littleEndian), .. Entry(3, 2, 12, to, littleEndian),
            0, 0, 0, 0, .. "E-1 and more"u8,
        ];
        return
        [
            .. Build(start), .. Two(1, fileIsLittleEndian),
            .. Entry(37500, 7, (uint)body.Length, note, fileIsLittleEndian), 0, 0, 0, 0, .. body,
        ];

        static byte[] Two(ushort value, bool littleEndian) =>
            littleEndian ? [(byte)value, (byte)(value >> 8)] : [(byte)(value >> 8), (byte)value];

        static byte[] Entry(ushort tag, ushort kind, uint count, uint value, bool littleEndian)
        {
            var bytes = new byte[8];
            Write32(bytes, count, littleEndian);
            Write32(bytes.AsSpan(4), value, littleEndian);
            return [.. Two(tag, littleEndian), .. Two(kind, littleEndian), .. bytes];
        }
    }

    /// <summary>Where the note stands in a new file.</summary>
    private static int Note(byte[] file, string name, bool littleEndian)
    {
        byte[] beginning = [.. Encoding.Latin1.GetBytes(name), .. littleEndian ? (byte[])[4, 0, 1, 0, 3, 0] : [0, 4, 0, 1, 0, 3]];
        var at = file.AsSpan().IndexOf(beginning);
        Assert.True(at > 0);
        return at;
    }

    private static uint Read32(ReadOnlySpan<byte> bytes, bool littleEndian) =>
        littleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);

    private static void Write32(Span<byte> bytes, uint value, bool littleEndian)
    {
        if (littleEndian)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        }
        else
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        }
    }
}
