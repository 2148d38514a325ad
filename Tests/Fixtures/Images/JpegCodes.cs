namespace ImgCompress.Tests.Fixtures.Images;

/// <summary>A Huffman table to write by (ITU-T T.81, annex C).</summary>
internal sealed class JpegCodes
{
    private readonly Dictionary<int, (int Code, int Length)> _codes = [];

    /// <param name="symbols">Those that may come: up to 255.</param>
    /// <param name="areUneven">One code each of 1 to 7 and of 9 to 15 bits, the others of 16; otherwise all are of 8.</param>
    public JpegCodes(byte[] symbols, bool areUneven)
    {
        var counts = new byte[16];
        for (var i = 0; i < symbols.Length; i++)
        {
            counts[!areUneven ? 7 : i < 7 ? i : Math.Min(i + 1, 15)]++;
        }

        Table = [.. counts, .. symbols];
        var (code, index) = (0, 0);
        for (var length = 1; length <= counts.Length; length++, code <<= 1)
        {
            for (var left = counts[length - 1]; left > 0; left--)
            {
                _codes[symbols[index++]] = (code++, length);
            }
        }
    }

    /// <summary>As it stands in a file: how many codes there are of each length, and the symbols.</summary>
    public byte[] Table { get; }

    public (int Code, int Length) this[int symbol] => _codes[symbol];
}
