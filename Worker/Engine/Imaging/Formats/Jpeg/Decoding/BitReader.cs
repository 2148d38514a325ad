using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Jpeg.Decoding;

/// <summary>
/// The bits of Huffman-coded data between two markers, without the zeros that are stuffed behind 0xFF. Behind the end come zeros:
/// a caller looks now and then by <see cref="RequireNotBeyondEnd"/>.
/// </summary>
internal struct BitReader
{
    /// <summary>So many bytes of zeros must follow the data in the array.</summary>
    public const int Padding = 8;

    private readonly byte[] _data;
    private readonly int _end;
    private int _at;
    // The next bits, from the highest on; below the lowest of those that count stand bits of the data, too, or zeros.
    private ulong _buffer;
    private int _count;

    public BitReader(byte[] data, int length)
    {
        _data = data;
        _end = length;
    }

    /// <summary>Whether the rest is what fills up the last byte.</summary>
    public readonly bool IsAtEnd => Left is >= 0 and < 8;

    private readonly long Left => 8L * (_end - _at) + _count;

    /// <summary>Reads a code: the symbol that it stands for. 24 bits are buffered afterwards, so that a value can be read.</summary>
    /// <exception cref="RefusedException">No code comes next.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ReadSymbol(HuffmanTable table)
    {
        Fill(40);
        var entry = table.Find(_buffer);
        Skip(entry >> 8);
        return entry & 0xFF;
    }

    /// <summary>Reads the next bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ReadBit()
    {
        Fill(1);
        return ReadBuffered(1);
    }

    /// <summary>Reads up to 31 bits of those that are buffered.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ReadBuffered(int count)
    {
        var value = (int)((_buffer >> 1) >> (63 - count));
        Skip(count);
        return value;
    }

    /// <summary>
    /// Reads a number of up to 15 bits of those that are buffered, as T.81 codes them (EXTEND, figure F.12): if its highest bit is zero it
    /// is negative, and its magnitude is the complement.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ReadMagnitude(int size, out ulong isNegative)
    {
        isNegative = ~_buffer >> 63;
        return ReadBuffered(size) ^ (-(int)isNegative & ((1 << size) - 1));
    }

    /// <summary>Reads up to 63 bits, the first of them the lowest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong ReadReversed(int count)
    {
        if (count <= _count)
        {
            return ReadBufferedReversed(count);
        }

        Fill(32);
        var first = Math.Min(count, 32);
        var value = ReadBufferedReversed(first);
        Fill(32);
        return value | (ReadBufferedReversed(count - first) << first);
    }

    /// <exception cref="RefusedException">More bits were read than there are.</exception>
    public readonly void RequireNotBeyondEnd()
    {
        if (Left < 0)
        {
            throw RefusedException.Corrupt("a JPEG's coded data end early");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong ReadBufferedReversed(int count)
    {
        var bits = _buffer & ~(ulong.MaxValue >> count);
        Skip(count);
        bits = ((bits >> 1) & 0x5555_5555_5555_5555) | ((bits & 0x5555_5555_5555_5555) << 1);
        bits = ((bits >> 2) & 0x3333_3333_3333_3333) | ((bits & 0x3333_3333_3333_3333) << 2);
        bits = ((bits >> 4) & 0x0F0F_0F0F_0F0F_0F0F) | ((bits & 0x0F0F_0F0F_0F0F_0F0F) << 4);
        return BinaryPrimitives.ReverseEndianness(bits);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Skip(int count)
    {
        _buffer <<= count;
        _count -= count;
    }

    /// <summary>Buffers at least so many bits, up to 56.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Fill(int count)
    {
        // The branch is predicted more often than not, and then nothing waits for the load.
        if (_count < count)
        {
            _buffer |= BinaryPrimitives.ReadUInt64BigEndian(_data.AsSpan(Math.Min(_at, _end), Padding)) >> _count;
            _at += (63 - _count) >> 3;
            _count |= 56;
        }
    }
}
