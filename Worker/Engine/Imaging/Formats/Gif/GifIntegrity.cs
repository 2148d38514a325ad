using ImgCompress.Engine.Imaging.Pixels;


namespace ImgCompress.Engine.Imaging.Formats.Gif;

/// <summary>Whether each frame of a GIF holds all its pixels. Decoders leave the rest of a frame as it was before.</summary>
internal static class GifIntegrity
{
    /// <param name="file">A GIF whose blocks <see cref="GifReader"/> could follow to the end.</param>
    /// <param name="cancellationToken">Observed before each frame.</param>
    /// <exception cref="RefusedException">A frame ends early, or holds something that is no code.</exception>
    public static void RequireWhole(ReadOnlySpan<byte> file, CancellationToken cancellationToken)
    {
        var bytes = new HeaderBytes(file, littleEndian: true);
        long at = 13 + GifReader.TableBytes(bytes.U8(10));
        while (bytes.U8(at) is not 0x3B and var kind)
        {
            var data = at + 2;
            if (kind == 0x2C)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var smallest = at + 10 + GifReader.TableBytes(bytes.U8(at + 9));
                data = smallest + 1;
                RequireFrame(bytes, data, bytes.U8(smallest), (long)bytes.U16(at + 5) * bytes.U16(at + 7));
            }

            at = GifReader.SkipSubBlocks(bytes, data);
        }
    }

    private static void RequireFrame(HeaderBytes bytes, long at, int smallestCode, long pixels)
    {
        if (smallestCode is < 1 or > 8)
        {
            throw RefusedException.Corrupt("a GIF frame begins with an impossible code size");
        }

        var lengths = new LzwCodeLengths(smallestCode);
        var (size, bits, count) = (smallestCode + 1, 0, 0);
        for (; bytes.U8(at) is not 0 and var block; at += 1 + block)
        {
            foreach (var value in bytes.Slice(at + 1, block))
            {
                bits |= value << count;
                for (count += 8; count >= size && pixels > 0; count -= size, size = lengths.NextSize(early: 0))
                {
                    var code = bits & ((1 << size) - 1);
                    bits >>= size;
                    if (lengths.IsEnd(code))
                    {
                        throw RefusedException.Corrupt("a GIF frame ends before its last pixel");
                    }

                    pixels -= lengths.Add(code);
                }

                if (pixels <= 0)
                {
                    return;
                }
            }
        }

        throw RefusedException.Corrupt("a GIF frame ends before its last pixel");
    }
}
