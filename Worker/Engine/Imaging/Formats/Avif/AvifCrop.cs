using System.Buffers.Binary;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Avif;

/// <summary>
/// The area of an AVIF that is shown, in pixels from its upper left corner (clap; ISO/IEC 14496-12, section 12.1.4). The format tells
/// it by its size and by how far its centre is off the picture's.
/// </summary>
internal readonly record struct AvifCrop(double Left, double Top, double Width, double Height)
{
    /// <summary>Reads the body of a clap box.</summary>
    /// <exception cref="RefusedException">The area is none of the picture.</exception>
    public static AvifCrop Read(HeaderBytes bytes, IsoBox box, int width, int height)
    {
        var (areaWidth, areaHeight) = (Fraction(bytes, box.Body), Fraction(bytes, box.Body + 8));
        var left = Fraction(bytes, box.Body + 16) + (width - areaWidth) / 2;
        var top = Fraction(bytes, box.Body + 24) + (height - areaHeight) / 2;
        return areaWidth > 0 && areaHeight > 0 && left >= 0 && top >= 0 && left + areaWidth <= width && top + areaHeight <= height
            ? new(left, top, areaWidth, areaHeight)
            : throw RefusedException.Unsupported("an AVIF that is shown cropped (clap) to an area that is not in its picture");
    }

    /// <summary>The body of a clap box for the same area of the resized picture, in whole pixels.</summary>
    /// <param name="change">The picture's size before and after.</param>
    /// <param name="step">2 where chroma has half as many samples: the area must begin and end with one of them.</param>
    public byte[] Resized(SizeChange change, int step)
    {
        var (left, right) = Edges(Left, Width, change.NewWidth, change.OldWidth, step);
        var (top, bottom) = Edges(Top, Height, change.NewHeight, change.OldHeight, step);
        var body = new byte[32];
        int[] numbers =
        [
            right - left, 1, bottom - top, 1, left + right - change.NewWidth, 2, top + bottom - change.NewHeight, 2,
        ];
        for (var i = 0; i < numbers.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(body.AsSpan(4 * i), numbers[i]);
        }

        return body;
    }

    private static double Fraction(HeaderBytes bytes, long at) => (double)(int)bytes.U32(at) / bytes.U32(at + 4);

    private static (int First, int End) Edges(double first, double length, int to, int from, int step)
    {
        var start = Math.Min(Rounded(first), (to - 1) / step * step);
        return (start, Math.Clamp(Rounded(first + length), Math.Min(start + step, to), to));

        int Rounded(double edge) => (int)Math.Round(edge * to / from / step, MidpointRounding.AwayFromZero) * step;
    }
}
