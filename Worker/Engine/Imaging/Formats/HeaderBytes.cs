using System.Buffers.Binary;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats;

/// <summary>
/// Numbers out of a file's bytes at absolute offsets. Reading past the end is damage of the file, so it is refused as corrupt;
/// no offset that a file may hold leads to another exception.
/// </summary>
internal readonly ref struct HeaderBytes(ReadOnlySpan<byte> data, bool littleEndian = false)
{
    private readonly ReadOnlySpan<byte> _data = data;

    public int Length => _data.Length;

    public byte U8(long at) => Slice(at, 1)[0];

    public ushort U16(long at) => littleEndian
        ? BinaryPrimitives.ReadUInt16LittleEndian(Slice(at, 2))
        : BinaryPrimitives.ReadUInt16BigEndian(Slice(at, 2));

    public uint U32(long at) => littleEndian
        ? BinaryPrimitives.ReadUInt32LittleEndian(Slice(at, 4))
        : BinaryPrimitives.ReadUInt32BigEndian(Slice(at, 4));

    /// <summary>An unsigned 64-bit number; one that no file's size can reach is corrupt.</summary>
    public long U64(long at)
    {
        var value = littleEndian
            ? BinaryPrimitives.ReadUInt64LittleEndian(Slice(at, 8))
            : BinaryPrimitives.ReadUInt64BigEndian(Slice(at, 8));
        return value <= long.MaxValue ? (long)value : throw RefusedException.Corrupt("a number in the header is out of range");
    }

    /// <summary>A little-endian number of 24 bits, as WebP has them.</summary>
    public int U24Little(long at) => U8(at) | (U8(at + 1) << 8) | (U8(at + 2) << 16);

    public ReadOnlySpan<byte> Slice(long at, long length) =>
        at >= 0 && length >= 0 && at <= _data.Length && length <= _data.Length - at
            ? _data.Slice((int)at, (int)length)
            : throw RefusedException.Corrupt("the file ends early");

    public bool Has(long at, ReadOnlySpan<byte> bytes) =>
        at >= 0 && at <= _data.Length && _data[(int)at..].StartsWith(bytes);
}
