namespace ImgCompress.Engine.Imaging.Formats.Jpeg.Decoding;

/// <summary>Blocks that follow each other in a row.</summary>
internal readonly record struct BlockRange(CoefficientPlane Of, int Row, int Start, int Count)
{
    public Span<ulong> NonZero => Of.NonZero(Row).Slice(Start, Count);

    public Span<ulong> Negative => Of.Negative(Row).Slice(Start, Count);

    public Span<ulong> First => Of.First(Row).Slice(Start, Count);

    public Span<ulong> Refined(int bit) => Of.Refined(bit, Row).Slice(Start, Count);
}
