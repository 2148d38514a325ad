namespace ImgCompress.Ledger;

/// <summary>What went in and what came out, in bytes of files and in pixels of all their frames.</summary>
public readonly record struct Sizes(long BytesIn, long BytesOut, long PixelsIn, long PixelsOut)
{
    public static readonly Sizes None;

    public static Sizes operator +(Sizes left, Sizes right) => left.Add(right);

    public static Sizes operator -(Sizes left, Sizes right) => left.Subtract(right);

    public Sizes Add(Sizes other) =>
        new(BytesIn + other.BytesIn, BytesOut + other.BytesOut, PixelsIn + other.PixelsIn, PixelsOut + other.PixelsOut);

    public Sizes Subtract(Sizes other) =>
        new(BytesIn - other.BytesIn, BytesOut - other.BytesOut, PixelsIn - other.PixelsIn, PixelsOut - other.PixelsOut);
}
