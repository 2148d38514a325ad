namespace ImgCompress.Engine.Imaging.Formats.Jpeg.Decoding;

/// <summary>Which part of each block's coefficients a scan codes.</summary>
/// <param name="Start">The first coefficient, in zigzag order (start of spectral selection, Ss).</param>
/// <param name="End">The last one (Se).</param>
/// <param name="LowBit">The bit down to which they are coded (successive approximation low, Al).</param>
/// <param name="IsRefinement">Whether it codes that bit alone.</param>
internal readonly record struct Scan(int Start, int End, int LowBit, bool IsRefinement)
{
    /// <summary>All of a block, as a sequential scan codes it.</summary>
    public static Scan Sequential => new(0, 63, 0, IsRefinement: false);

    /// <summary>The coefficients as a set of bits, the first of a block the lowest.</summary>
    public ulong Bits => (ulong.MaxValue << Start) & (ulong.MaxValue >> (63 - End));
}
