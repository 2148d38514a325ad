using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Jpeg.Decoding;

/// <summary>One component of a frame, luma for instance: its blocks, and how precisely its coefficients have been coded so far.</summary>
internal sealed class FrameComponent
{
    private const sbyte NotCoded = -1;

    // Of each coefficient, the bit down to which it has been coded.
    private readonly sbyte[] _lowBits = [.. Enumerable.Repeat(NotCoded, 64)];

    public required int Id { get; init; }

    /// <summary>The horizontal sampling factor: blocks across in an MCU of an interleaved scan.</summary>
    public required int Across { get; init; }

    /// <summary>The vertical sampling factor.</summary>
    public required int Down { get; init; }

    /// <summary>The number of its quantization table, 0 to 3.</summary>
    public required int QuantizationTable { get; init; }

    /// <summary>That table as it was at the component's first scan, in zigzag order.</summary>
    public short[]? Quantization { get; set; }

    /// <summary>Samples a row that belong to the picture.</summary>
    public int Width { get; set; }

    /// <summary>Rows that do.</summary>
    public int Height { get; set; }

    /// <summary>Blocks that hold a part of the picture: those of a scan of this component alone.</summary>
    public int BlocksAcross { get; set; }

    public int BlocksDown { get; set; }

    /// <summary>Those of a progressive frame, blocks that pad MCUs included; null where the frame is sequential.</summary>
    public CoefficientPlane? Coefficients { get; set; }

    /// <summary>Whether all coefficients have been coded to their last bit.</summary>
    public bool IsComplete => Array.TrueForAll(_lowBits, bit => bit == 0);

    /// <summary>Notes what a scan codes (T.81, G.1.1.1): each coefficient down to some bit first, then bit by bit.</summary>
    /// <exception cref="RefusedException">A coefficient's scans are not in this order.</exception>
    public void Record(Scan scan)
    {
        foreach (ref var lowBit in _lowBits.AsSpan(scan.Start, scan.End - scan.Start + 1))
        {
            var expected = scan.IsRefinement ? (sbyte)(scan.LowBit + 1) : NotCoded;
            if (lowBit != expected)
            {
                throw RefusedException.Corrupt("a JPEG's scans come in an order that makes no picture");
            }

            lowBit = (sbyte)scan.LowBit;
        }

        if (_lowBits[0] == NotCoded)
        {
            throw RefusedException.Corrupt("a JPEG's AC coefficients come before its DC coefficients");
        }

        if (scan.Start > 0)
        {
            Coefficients?.Add(scan);
        }
    }
}
