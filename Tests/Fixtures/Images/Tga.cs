namespace ImgCompress.Tests.Fixtures.Images;

/// <summary>TGA, written and read by hand; runs of one pixel each way.</summary>
internal static class Tga
{
    private static readonly int[] BlueFirst = [2, 1, 0, 3];

    public static byte[] Encode(byte[] samples, int width, int height, int channels, bool runLength = false, string id = "")
    {
        var kind = (byte)((channels == 1 ? 3 : 2) + (runLength ? 8 : 0));
        var file = new List<byte>
        {
            (byte)id.Length, 0, kind, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            (byte)width, (byte)(width >> 8), (byte)height, (byte)(height >> 8),
            (byte)(8 * channels), (byte)(0x20 | (channels == 4 ? 8 : 0)),
        };
        file.AddRange(System.Text.Encoding.ASCII.GetBytes(id));
        for (var pixel = 0; pixel < width * height; pixel++)
        {
            if (runLength)
            {
                file.Add(pixel % 2 == 0 ? (byte)0x80 : (byte)0);
            }

            for (var c = 0; c < channels; c++)
            {
                file.Add(samples[(pixel * channels) + (channels == 1 ? 0 : BlueFirst[c])]);
            }
        }

        return [.. file];
    }

    /// <summary>A file of a picture's size with its highest row first, and alpha of 8 bits where it has two channels.</summary>
    public static byte[] Head(int kind, int depth, byte[] behind) =>
    [
        0, 0, (byte)kind, 0, 0, 0, 0, 0, 0, 0, 0, 0, Pictures.Width, 0, Pictures.Height, 0, (byte)depth, (byte)(kind == 3 ? 0x28 : 0x20),
        .. behind,
    ];

    public static (byte[] Samples, int Width, int Height, int Channels) Decode(byte[] file)
    {
        var (width, height, channels) = (file[12] | (file[13] << 8), file[14] | (file[15] << 8), file[16] / 8);
        var pixels = new List<byte>();
        for (var at = 18 + file[0]; pixels.Count < width * height * channels;)
        {
            var packet = file[2] > 8 ? file[at++] : (byte)0;
            var count = (packet & 0x7F) + 1;
            for (var i = 0; i < count; i++)
            {
                pixels.AddRange(file.AsSpan(at, channels));
                at += packet < 0x80 || i == count - 1 ? channels : 0;
            }
        }

        var samples = new byte[pixels.Count];
        for (var i = 0; i < samples.Length; i++)
        {
            var (pixel, c) = (i / channels, channels == 1 ? 0 : BlueFirst[i % channels]);
            var y = (file[17] & 0x20) != 0 ? pixel / width : height - 1 - (pixel / width);
            samples[i] = pixels[(((y * width) + (pixel % width)) * channels) + c];
        }

        return (samples, width, height, channels);
    }
}
