using System.Buffers.Binary;

namespace ImgCompress.Tests.Imaging.ImageSharp;

/// <summary>QOI (specification 1.0): written with every pixel in full, and read with all operations.</summary>
internal static class Qoi
{
    public static byte[] Encode(byte[] samples, int width, int height, int channels)
    {
        var file = new List<byte>([.. "qoif"u8, 0, 0, (byte)(width >> 8), (byte)width, 0, 0, (byte)(height >> 8), (byte)height, (byte)channels, 0]);
        for (var i = 0; i < samples.Length; i += channels)
        {
            file.Add(channels == 4 ? (byte)0xFF : (byte)0xFE);
            file.AddRange(samples.AsSpan(i, channels));
        }

        return [.. file, 0, 0, 0, 0, 0, 0, 0, 1];
    }

    public static (byte[] Samples, int Width, int Height, int Channels) Decode(byte[] file)
    {
        var (width, height, channels) = (BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(4)), BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(8)), file[12]);
        var samples = new List<byte>();
        var seen = new (byte R, byte G, byte B, byte A)[64];
        (byte R, byte G, byte B, byte A) pixel = (0, 0, 0, 255);
        for (var at = 14; samples.Count < width * height * channels;)
        {
            var (op, run) = (file[at++], 1);
            switch (op)
            {
                case 0xFE:
                    pixel = (file[at], file[at + 1], file[at + 2], pixel.A);
                    at += 3;
                    break;
                case 0xFF:
                    pixel = (file[at], file[at + 1], file[at + 2], file[at + 3]);
                    at += 4;
                    break;
                case < 0x40:
                    pixel = seen[op];
                    break;
                case < 0x80:
                    pixel = ((byte)(pixel.R + ((op >> 4) & 3) - 2), (byte)(pixel.G + ((op >> 2) & 3) - 2), (byte)(pixel.B + (op & 3) - 2), pixel.A);
                    break;
                case < 0xC0:
                    var green = (op & 63) - 32;
                    pixel = ((byte)(pixel.R + green - 8 + (file[at] >> 4)), (byte)(pixel.G + green), (byte)(pixel.B + green - 8 + (file[at] & 15)), pixel.A);
                    at++;
                    break;
                default:
                    run = (op & 63) + 1;
                    break;
            }

            seen[((pixel.R * 3) + (pixel.G * 5) + (pixel.B * 7) + (pixel.A * 11)) % 64] = pixel;
            for (; run > 0; run--)
                samples.AddRange(channels == 4 ? [pixel.R, pixel.G, pixel.B, pixel.A] : (ReadOnlySpan<byte>)[pixel.R, pixel.G, pixel.B]);
        }

        return ([.. samples], width, height, channels);
    }
}
