using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Pnm;

/// <summary>Writes a PBM, PGM or PPM.</summary>
internal static class PnmWriter
{
    /// <summary>Netpbm: no line of a plain file should be longer.</summary>
    private const int MaxLine = 70;

    /// <param name="rows">The picture; of a bitmap 0 for black and 255 for white.</param>
    /// <param name="header">The form.</param>
    /// <param name="cancellationToken">Looked at before each row.</param>
    public static byte[] Write(RowSource rows, PnmHeader header, CancellationToken cancellationToken)
    {
        var shape = rows.Shape;
        var kind = (header.Bitmap ? 1 : header.Channels == 1 ? 2 : 3) + (header.Plain ? 0 : 3);
        var most = header.Bitmap ? "" : $"{header.Most}\n";
        using var output = new MemoryStream();
        output.Write(Encoding.ASCII.GetBytes($"P{kind}\n{shape.Width} {shape.Height}\n{most}"));
        var row = new byte[shape.RowBytes];
        for (var y = 0; y < shape.Height; y++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            rows.ReadRow(row);
            var samples = Samples(row, header);
            if (header.Plain)
            {
                WriteText(samples, output);
            }
            else if (header.Bitmap)
            {
                WriteBits(samples, output);
            }
            else if (shape.BytesPerSample == 1)
            {
                output.Write(row);
            }
            else
            {
                var wide = MemoryMarshal.Cast<byte, ushort>(row.AsSpan());
                BinaryPrimitives.ReverseEndianness(wide, wide);
                output.Write(row);
            }
        }

        return output.ToArray();
    }

    /// <summary>The samples as they are written. What filters lift beyond the greatest one comes down to it, in the row, too.</summary>
    private static int[] Samples(Span<byte> row, PnmHeader header)
    {
        var wide = MemoryMarshal.Cast<byte, ushort>(row);
        var samples = new int[row.Length / header.BytesPerSample];
        for (var i = 0; i < samples.Length; i++)
        {
            if (header.Bitmap)
            {
                samples[i] = row[i] == 0 ? 1 : 0;
            }
            else if (header.BytesPerSample == 1)
            {
                samples[i] = row[i] = (byte)Math.Min((int)row[i], header.Most);
            }
            else
            {
                samples[i] = wide[i] = (ushort)Math.Min((int)wide[i], header.Most);
            }
        }

        return samples;
    }

    private static void WriteText(int[] samples, MemoryStream output)
    {
        var line = new StringBuilder();
        foreach (var sample in samples)
        {
            var word = sample.ToString(CultureInfo.InvariantCulture);
            if (line.Length + 1 + word.Length > MaxLine)
            {
                output.Write(Encoding.ASCII.GetBytes(line.Append('\n').ToString()));
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        output.Write(Encoding.ASCII.GetBytes(line.Append('\n').ToString()));
    }

    /// <summary>A row begins with a byte of its own.</summary>
    private static void WriteBits(int[] samples, MemoryStream output)
    {
        for (var x = 0; x < samples.Length; x += 8)
        {
            var bits = 0;
            for (var i = 0; i < 8 && x + i < samples.Length; i++)
            {
                bits |= samples[x + i] << (7 - i);
            }

            output.WriteByte((byte)bits);
        }
    }
}
