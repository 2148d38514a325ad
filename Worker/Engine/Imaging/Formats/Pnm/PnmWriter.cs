using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Pnm;

/// <summary>Writes a PBM, PGM, PPM or PAM.</summary>
internal static class PnmWriter
{
    /// <summary>Netpbm: no line of a plain file should be longer.</summary>
    private const int MaxLine = 70;

    /// <param name="rows">The picture; where there are two greys, 0 for black and 255 for white.</param>
    /// <param name="header">The form.</param>
    /// <param name="cancellationToken">Looked at before each row.</param>
    public static byte[] Write(RowSource rows, PnmHeader header, CancellationToken cancellationToken)
    {
        var shape = rows.Shape;
        using var output = new MemoryStream();
        output.Write(Encoding.Latin1.GetBytes(Head(shape, header)));
        var row = new byte[shape.RowBytes];
        for (var y = 0; y < shape.Height; y++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            rows.ReadRow(row);
            Limit(row, header);
            if (header.Plain)
            {
                WriteText(row, header, output);
                continue;
            }

            if (header.Bitmap)
            {
                WriteBits(row, output);
                continue;
            }

            if (shape.BytesPerSample == 2)
            {
                var wide = MemoryMarshal.Cast<byte, ushort>(row.AsSpan());
                BinaryPrimitives.ReverseEndianness(wide, wide);
            }

            output.Write(row);
        }

        return output.ToArray();
    }

    private static string Head(RowShape shape, PnmHeader header)
    {
        if (header.TupleType is { } tuples)
        {
            var kinds = tuples.Length > 0 ? $"TUPLTYPE {tuples}\n" : "";
            return $"P7\nWIDTH {shape.Width}\nHEIGHT {shape.Height}\nDEPTH {shape.Channels}\nMAXVAL {header.Most}\n{kinds}ENDHDR\n";
        }

        var kind = (header.Bitmap ? 1 : header.Channels == 1 ? 2 : 3) + (header.Plain ? 0 : 3);
        var most = header.Bitmap ? "" : $"{header.Most}\n";
        return $"P{kind}\n{shape.Width} {shape.Height}\n{most}";
    }

    /// <summary>What filters lift beyond the greatest sample comes down to it.</summary>
    private static void Limit(Span<byte> row, PnmHeader header)
    {
        if (header.BytesPerSample == 2)
        {
            foreach (ref var sample in MemoryMarshal.Cast<byte, ushort>(row))
            {
                sample = (ushort)Math.Min((int)sample, header.Most);
            }
        }
        else if (!header.Bitmap)
        {
            foreach (ref var sample in row)
            {
                sample = (byte)Math.Min((int)sample, header.Most);
            }
        }
    }

    private static void WriteText(ReadOnlySpan<byte> row, PnmHeader header, MemoryStream output)
    {
        var line = new StringBuilder();
        for (var i = 0; i < row.Length / header.BytesPerSample; i++)
        {
            var sample = header.Bitmap ? Bit(row[i])
                : header.BytesPerSample == 2 ? MemoryMarshal.Cast<byte, ushort>(row)[i]
                : row[i];
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
    private static void WriteBits(ReadOnlySpan<byte> row, MemoryStream output)
    {
        for (var x = 0; x < row.Length; x += 8)
        {
            var bits = 0;
            for (var i = 0; i < 8 && x + i < row.Length; i++)
            {
                bits |= Bit(row[x + i]) << (7 - i);
            }

            output.WriteByte((byte)bits);
        }
    }

    private static int Bit(byte sample) => sample == 0 ? 1 : 0;
}
