using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Tiff;

/// <summary>The colours of a TIFF whose samples are places in a table of its page.</summary>
internal sealed class TiffPaletteRows : ChangedRows
{
    private readonly List<byte[]> _colours = [];
    private readonly byte[] _places;
    private readonly int _unused;
    private int _row;

    /// <param name="source">Rows of one channel, in which the last of <paramref name="bits"/> bits' values is 255.</param>
    /// <param name="bits">1, 2, 4 or 8.</param>
    /// <param name="file">The file, for its tables.</param>
    /// <param name="tiff">Its directories.</param>
    public TiffPaletteRows(DecodedImage source, int bits, ReadOnlySpan<byte> file, TiffFile tiff)
        : base(source, source.Shape with { Channels = 3 })
    {
        _places = new byte[source.Shape.Width];
        _unused = 8 - bits;
        foreach (var page in tiff.Pages)
        {
            _colours.Add(TiffPalette.Read(new(file, tiff.LittleEndian), page, bits));
        }
    }

    public override void ReadRow(Span<byte> row)
    {
        Source.ReadRow(_places);
        var colours = _colours[_row++ / Shape.FrameHeight];
        for (var x = 0; x < _places.Length; x++)
        {
            colours.AsSpan(3 * (_places[x] >> _unused), 3).CopyTo(row[(3 * x)..]);
        }
    }
}
