using System.IO.Compression;
using System.Runtime.InteropServices;

namespace ImgCompress.Worker.Imaging.ImageSharp.Damage;

/// <summary>Whether a zlib stream unpacks to a number of bytes, with its checksum.</summary>
internal static class Inflated
{
    /// <exception cref="RefusedException">To more, or to fewer, or not at all.</exception>
    public static void Require(ReadOnlyMemory<byte> zlib, long expected, string what, CancellationToken cancellationToken)
    {
        var buffer = new byte[1 << 16];
        long total = 0;
        try
        {
            if (!MemoryMarshal.TryGetArray(zlib, out var bytes))
                bytes = zlib.ToArray();
            using var source = new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false);
            using var stream = new ZLibStream(source, CompressionMode.Decompress);
            // One byte more is asked for than there should be: by then the checksum has been looked at, too.
            while (total <= expected && stream.Read(buffer) is > 0 and var count)
            {
                cancellationToken.ThrowIfCancellationRequested();
                total += count;
            }
        }
        catch (InvalidDataException)
        {
            // Its message speaks of archives.
            throw RefusedException.Corrupt($"{what} is damaged: its zlib stream does not unpack");
        }

        if (total != expected)
            throw RefusedException.Corrupt($"{what} unpacks to {(total > expected ? "more than" : $"{total} of")} {expected} bytes");
    }
}
