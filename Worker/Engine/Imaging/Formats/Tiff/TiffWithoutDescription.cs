using System.Buffers.Binary;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Tiff;

/// <summary>
/// A TIFF as if its directories held only the tags that tell how samples are stored: new directories stand behind the file, and
/// its header points to them. libtiff warns of a description that is not quite by the book (a text without its NUL, entries out of
/// order, a tag of an unusual type) as it warns of damaged samples; in this file every warning is about samples.
/// </summary>
internal sealed class TiffWithoutDescription : Stream
{
    private readonly ReadOnlyMemory<byte> _file;
    private readonly byte[] _header;
    private readonly byte[] _directories;
    private readonly IReadOnlyDictionary<TiffTag, int> _said;
    private readonly int? _plane;
    private long _position;

    /// <param name="file">The file that <paramref name="tiff"/> was read from.</param>
    /// <param name="tiff">Its directories.</param>
    /// <param name="said">What is said of the samples instead of what the file says, alike of all.</param>
    /// <param name="plane">The one channel that is said to be there, of channels that are stored apart; null for all.</param>
    public TiffWithoutDescription(ReadOnlyMemory<byte> file, TiffFile tiff, IReadOnlyDictionary<TiffTag, int> said, int? plane = null)
    {
        _file = file;
        (_said, _plane) = (said, plane);
        _header = file.Span[..(tiff.Big ? 16 : 8)].ToArray();
        using var directories = new MemoryStream();
        directories.Write(new byte[file.Length & 1]);
        WriteNumber(_header.AsSpan(tiff.Big ? 8 : 4), file.Length + directories.Length, tiff);
        for (var page = 0; page < tiff.Pages.Count; page++)
        {
            WriteDirectory(directories, file.Span, tiff, tiff.Pages[page], isLast: page == tiff.Pages.Count - 1);
        }

        _directories = directories.ToArray();
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => (long)_file.Length + _directories.Length;

    public override long Position
    {
        get => _position;
        set => _position = value;
    }

    public override int Read(Span<byte> buffer)
    {
        ReadOnlySpan<byte> rest = _position < _header.Length ? _header.AsSpan((int)_position)
            : _position < _file.Length ? _file.Span[(int)_position..]
            : _position < Length ? _directories.AsSpan((int)(_position - _file.Length))
            : [];
        var read = Math.Min(rest.Length, buffer.Length);
        rest[..read].CopyTo(buffer);
        _position += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => _position = Math.Max(0, offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => _position,
        _ => Length,
    });

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void WriteDirectory(
        MemoryStream to, ReadOnlySpan<byte> file, TiffFile tiff, IReadOnlyList<TiffEntry> page, bool isLast)
    {
        // In the order of their tags, each once: of two with one tag the first counts, here as in the header check.
        var entries = Described(file, tiff, page).DistinctBy(e => e.Tag).OrderBy(e => e.Tag).ToList();
        var inline = tiff.Big ? 8 : 4;
        var directory = new byte[(tiff.Big ? 8 : 2) + entries.Count * (4 + 2 * inline) + inline];
        var at = tiff.Big ? 8 : 2;
        if (tiff.Big)
        {
            WriteNumber(directory, entries.Count, tiff);
        }
        else
        {
            WriteShort(directory, entries.Count, tiff);
        }

        foreach (var entry in entries)
        {
            WriteShort(directory.AsSpan(at), (int)entry.Tag, tiff);
            WriteShort(directory.AsSpan(at + 2), entry.Kind, tiff);
            WriteNumber(directory.AsSpan(at + 4), entry.Count, tiff);
            var value = directory.AsSpan(at + 4 + inline, inline);
            var bytes = entry.Count * entry.ValueBytes;
            if (Instead(entry.Tag) is { } said)
            {
                WriteShort(directory.AsSpan(at + 2), tiff.Big ? 16 : 4, tiff);
                WriteNumber(directory.AsSpan(at + 4), 1, tiff);
                WriteNumber(value, said, tiff);
            }
            else if (bytes <= inline)
            {
                file.Slice((int)entry.At, (int)bytes).CopyTo(value);
            }
            else
            {
                WriteNumber(value, entry.At, tiff);
            }

            at += 4 + 2 * inline;
        }

        WriteNumber(directory.AsSpan(at), isLast ? 0 : _file.Length + to.Length + directory.Length, tiff);
        to.Write(directory);
    }

    /// <summary>The entries that tell samples. Strips or tiles of one channel stand together, those of the first at first.</summary>
    private List<TiffEntry> Described(ReadOnlySpan<byte> file, TiffFile tiff, IReadOnlyList<TiffEntry> page)
    {
        var channels = TiffFile.Value(new(file, tiff.LittleEndian), page, TiffTag.SamplesPerPixel, 1);
        var entries = new List<TiffEntry>();
        foreach (var entry in page.Where(e => TiffEntry.TellsSamples(e.Tag)))
        {
            switch (entry.Tag)
            {
                case TiffTag.StripOffsets or TiffTag.StripByteCounts or TiffTag.TileOffsets or TiffTag.TileByteCounts
                    when _plane is { } plane:
                    var count = entry.Count / channels;
                    entries.Add(entry with { Count = count, At = entry.At + plane * count * entry.ValueBytes });
                    break;
                case TiffTag.BitsPerSample or TiffTag.SampleFormat when _plane is not null:
                    entries.Add(entry with { Count = 1 });
                    break;
                case TiffTag.ExtraSamples or TiffTag.InkSet when _plane is not null:
                    break;
                default:
                    entries.Add(entry);
                    break;
            }
        }

        return entries;
    }

    /// <summary>What is said instead of what the file says.</summary>
    private int? Instead(TiffTag tag) => tag switch
    {
        TiffTag.SamplesPerPixel or TiffTag.PlanarConfiguration when _plane is not null => 1,
        _ => _said.TryGetValue(tag, out var value) ? value : null,
    };

    private static void WriteShort(Span<byte> to, int value, TiffFile tiff)
    {
        if (tiff.LittleEndian)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(to, (ushort)value);
        }
        else
        {
            BinaryPrimitives.WriteUInt16BigEndian(to, (ushort)value);
        }
    }

    /// <summary>Writes a count or an offset: four bytes, or eight in a BigTIFF.</summary>
    private static void WriteNumber(Span<byte> to, long value, TiffFile tiff)
    {
        if (!tiff.Big && value > uint.MaxValue)
        {
            throw RefusedException.Corrupt("the TIFF is larger than its offsets reach");
        }

        switch (tiff.Big, tiff.LittleEndian)
        {
            case (true, true):
                BinaryPrimitives.WriteInt64LittleEndian(to, value);
                break;
            case (true, false):
                BinaryPrimitives.WriteInt64BigEndian(to, value);
                break;
            case (false, true):
                BinaryPrimitives.WriteUInt32LittleEndian(to, (uint)value);
                break;
            case (false, false):
                BinaryPrimitives.WriteUInt32BigEndian(to, (uint)value);
                break;
        }
    }
}
