namespace ImgCompress.Tests.Fixtures.Resampling;

/// <summary>The images that the reference program resizes: noise, a gradient, single-pixel edges and flat extremes, in patches.</summary>
internal static class SyntheticImage
{
    public static byte[] Create(int width, int height, int channels)
    {
        var samples = new byte[width * height * channels];
        for (var i = 0; i < samples.Length; i++)
        {
            var pixel = i / channels;
            samples[i] = Sample((uint)(pixel % width), (uint)(pixel / width), (uint)(i % channels));
        }

        return samples;
    }

    private static byte Sample(uint x, uint y, uint channel) => (((x / 5) + (y / 3)) % 4) switch
    {
        0 => Noise((x * 73_856_093) ^ (y * 19_349_663) ^ (channel * 83_492_791)),
        1 => unchecked((byte)((x * 7) + (y * 3) + (channel * 31))),
        2 => (byte)(((x ^ y) & 1) * 255),
        _ => (byte)((((x / 5) + channel) & 1) * 255),
    };

    private static byte Noise(uint seed)
    {
        var hash = (seed ^ (seed >> 13)) * 0x5bd1e995;
        return unchecked((byte)(hash ^ (hash >> 15)));
    }
}
