using System.Runtime.InteropServices;

namespace ImgCompress.Engine.Imaging.Pixels;

/// <summary>Rounds 16-bit samples to those that 10 or 12 bits can say. The saver cuts the lower bits off, which would darken.</summary>
internal sealed class HighBitDepthRows : RowSource
{
    private readonly RowSource _source;
    private readonly int _shift;

    /// <param name="source">Rows of two bytes a sample; not disposed.</param>
    /// <param name="bits">9 to 15.</param>
    public HighBitDepthRows(RowSource source, int bits) : base(source.Shape)
    {
        _source = source;
        _shift = 16 - bits;
    }

    public override void ReadRow(Span<byte> row)
    {
        _source.ReadRow(row);
        var most = ushort.MaxValue >> _shift;
        foreach (ref var sample in MemoryMarshal.Cast<byte, ushort>(row))
        {
            sample = (ushort)(Math.Min((sample + (1 << (_shift - 1))) >> _shift, most) << _shift);
        }
    }
}
