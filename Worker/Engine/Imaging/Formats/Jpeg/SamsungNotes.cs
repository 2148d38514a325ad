using System.Text;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Jpeg;

/// <summary>
/// The trailer that Samsung's cameras write behind nearly each picture: named blocks, and behind them a directory (SEFH … SEFT) that
/// counts back from itself, so that the whole may stand behind another picture.
/// </summary>
internal sealed class SamsungNotes
{
    /// <summary>Blocks that are notes have some hundred bytes.</summary>
    private const int MaxBlockBytes = 1 << 16;

    private const int EntryBytes = 12;

    /// <summary>What tells of the pixels, or belongs to what does.</summary>
    private static readonly string[] NotNotes = ["Depth", "DualShot", "SingleShot", "SurroundShot", "VirtualShot", "Panorama"];

    private readonly List<Range> _blocks = [];

    private SamsungNotes(int start, int end) => (Start, End) = (start, end);

    /// <summary>Where the first block begins in the trailer.</summary>
    public int Start { get; private set; }

    public int End { get; }

    /// <summary>Where the video of a motion photo begins; null where there is none.</summary>
    public int? Video { get; private set; }

    /// <returns>Null where a trailer does not end so.</returns>
    /// <exception cref="RefusedException">Its directory is damaged.</exception>
    public static SamsungNotes? Find(ReadOnlySpan<byte> trailer)
    {
        var end = trailer.TrimEnd((byte)0).Length;
        if (!trailer[..end].EndsWith("SEFT"u8))
        {
            return null;
        }

        try
        {
            return Read(trailer, end);
        }
        catch (RefusedException)
        {
            throw RefusedException.Unsupported("a Samsung photo with a damaged directory behind its end, which would be lost");
        }
    }

    /// <exception cref="RefusedException">A block is of the old picture, or holds another one.</exception>
    public void Refuse(ReadOnlySpan<byte> trailer)
    {
        foreach (var range in _blocks)
        {
            var block = trailer[range];
            var bytes = new HeaderBytes(block, littleEndian: true);
            var nameBytes = bytes.U32(4);
            var name = Encoding.Latin1.GetString(bytes.Slice(8, nameBytes));
            var data = block[(8 + (int)nameBytes)..];
            // Motion photos, and Sound & Shot.
            if (MediaFile.Begins(data) && (name is "MotionPhoto_Data" || name.StartsWith("SoundShot", StringComparison.Ordinal)))
            {
                Video ??= range.End.Value - data.Length;
                continue;
            }

            if (data.Length > MaxBlockBytes
                || KnownData.Name(data) is not null
                || NotNotes.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase)))
            {
                throw RefusedException.Unsupported($"a Samsung photo with {Printable(name)} behind its end, which would be lost");
            }
        }
    }

    private static SamsungNotes Read(ReadOnlySpan<byte> trailer, int end)
    {
        var bytes = new HeaderBytes(trailer, littleEndian: true);
        var directory = end - 8 - (long)bytes.U32(end - 8);
        if (!bytes.Has(directory, "SEFH"u8))
        {
            throw RefusedException.Corrupt("a directory is missing");
        }

        var notes = new SamsungNotes((int)directory, end);
        var count = bytes.U32(directory + 8);
        for (var i = 0L; i < count; i++)
        {
            var entry = directory + EntryBytes + EntryBytes * i;
            var (start, length) = (directory - bytes.U32(entry + 4), bytes.U32(entry + 8));
            if (length < 8 || bytes.U32(start + 4) > length - 8)
            {
                throw RefusedException.Corrupt("a block has an impossible length");
            }

            _ = bytes.Slice(start, length);
            notes._blocks.Add((int)start..(int)(start + length));
            notes.Start = Math.Min(notes.Start, (int)start);
        }

        return notes;
    }

    private static string Printable(string name) => string.Concat(name.Where(char.IsAscii).Where(c => !char.IsControl(c)).Take(64));
}
