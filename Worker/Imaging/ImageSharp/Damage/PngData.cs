using ImgCompress.Worker.Imaging.Headers;

namespace ImgCompress.Worker.Imaging.ImageSharp.Damage;

/// <summary>Whether a PNG's IDAT chunks hold all rows (PNG third edition, sections 7 and 8). ImageSharp leaves black what is missing.</summary>
internal static class PngData
{
    /// <exception cref="RefusedException">There are fewer rows, or more, or the data does not unpack.</exception>
    public static void RequireWhole(ReadOnlyMemory<byte> file, PngHeader png, CancellationToken cancellationToken)
    {
        var chunks = png.Chunks.Where(c => c.Name is "IDAT").Select(c => file.Slice(c.Offset + 8, c.Length - 12)).ToList();
        Inflated.Require(chunks is [var only] ? only : Joined(chunks), RowBytes(png, file.Span[25]), "the PNG's picture", cancellationToken);
    }

    private static byte[] Joined(List<ReadOnlyMemory<byte>> chunks)
    {
        var joined = new byte[chunks.Sum(c => c.Length)];
        var at = 0;
        foreach (var chunk in chunks)
        {
            chunk.CopyTo(joined.AsMemory(at));
            at += chunk.Length;
        }

        return joined;
    }

    private static long RowBytes(PngHeader png, byte colourType)
    {
        var bits = png.BitDepth * colourType switch
        {
            2 => 3,
            4 => 2,
            6 => 4,
            _ => 1,
        };
        return png.Interlaced
            ? Adam7.Passes.Sum(p => PassBytes((png.Width - p.X + p.StepX - 1) / p.StepX, (png.Height - p.Y + p.StepY - 1) / p.StepY, bits))
            : PassBytes(png.Width, png.Height, bits);
    }

    /// <summary>A row is a filter's number and its samples; a pass without pixels has no rows.</summary>
    private static long PassBytes(long width, long height, int bits) => width > 0 && height > 0 ? height * (1 + (width * bits + 7) / 8) : 0;
}
