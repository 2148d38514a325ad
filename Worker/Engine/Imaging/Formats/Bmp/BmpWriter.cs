using System.Buffers.Binary;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Bmp;

/// <summary>Writes a bitmap with BITMAPINFOHEADER, rows from the lowest on.</summary>
internal static class BmpWriter
{
    private const int HeadBytes = BmpReader.FileHeader + BmpReader.InfoHeader;

    /// <param name="rows">The picture; of two colours 0 for the darker and 255 for the other.</param>
    /// <param name="header">The form.</param>
    /// <param name="cancellationToken">Looked at before each row.</param>
    public static byte[] Write(RowSource rows, BmpHeader header, CancellationToken cancellationToken)
    {
        if (header.IsBilevel)
        {
            var lighter = header.FirstIsLighter ? 0 : 1;
            return Write(
                rows, 1, header.Colours, (row, stored) => PackBits(row, stored, 1, s => s == 0 ? 1 - lighter : lighter), cancellationToken);
        }

        if (header.Palette)
        {
            using var pixels = MemoryRows.Of(rows, cancellationToken);
            return Pixels.Palette.Of(pixels) is { } palette
                ? WritePalette(pixels.Shape, palette, header, cancellationToken)
                : Write(pixels, 24, [], BlueFirst, cancellationToken);
        }

        if (header.Packed is { } packed)
        {
            return Write(
                rows,
                header.BitsPerPixel,
                Masks(packed, header.Compression),
                (row, stored) => Pack(row, stored, packed, header.BitsPerPixel / 8),
                cancellationToken,
                header.Compression);
        }

        return header.Channels == 1
            ? Write(rows, 8, header.Colours, (row, stored) => row.CopyTo(stored), cancellationToken)
            : Write(rows, 24, [], BlueFirst, cancellationToken);
    }

    /// <summary>
    /// Exactly its colours, with as many bits as the original had, if these are enough: 4 hold 16. Where the original is in runs, so is the
    /// new file, if that is shorter; in such of 8 bits.
    /// </summary>
    private static byte[] WritePalette(RowShape shape, Palette palette, BmpHeader header, CancellationToken cancellationToken)
    {
        uint[] colours = [.. palette.Colours.Select(rgba => rgba >> 8)];
        var bits = header.BitsPerPixel <= 4 && colours.Length <= 16 && !header.HasRuns ? 4 : 8;
        using var indices = new MemoryRows(shape with { Channels = 1 }, palette.Indices);
        var plain = Write(
            indices, bits, colours, (row, stored) => PackBits(row, stored, bits, sample => sample), cancellationToken);
        if (!header.HasRuns)
        {
            return plain;
        }

        var lowestFirst = new byte[palette.Indices.Length];
        for (var y = 0; y < shape.Height; y++)
        {
            palette.Indices.AsSpan(y * shape.Width, shape.Width).CopyTo(lowestFirst.AsSpan((shape.Height - 1 - y) * shape.Width));
        }

        var runs = BmpRuns.Pack(lowestFirst, shape.Width);
        var offset = BinaryPrimitives.ReadInt32LittleEndian(plain.AsSpan(10));
        return offset + runs.Length < plain.Length
            ? [.. Head(shape, 8, BmpCompression.Runs8, offset, runs.Length, colours.Length), .. plain[HeadBytes..offset], .. runs]
            : plain;
    }

    /// <param name="rows">Read to their end.</param>
    /// <param name="bits">Of a pixel.</param>
    /// <param name="table">What stands before the pixels: colours, or masks.</param>
    /// <param name="store">Puts a row into the form that it has in the file.</param>
    /// <param name="cancellationToken">Looked at before each row.</param>
    /// <param name="compression">Whether the table is of masks.</param>
    private static byte[] Write(
        RowSource rows,
        int bits,
        IReadOnlyList<uint> table,
        Action<byte[], Span<byte>> store,
        CancellationToken cancellationToken,
        BmpCompression compression = BmpCompression.None)
    {
        var shape = rows.Shape;
        var rowBytes = BmpHeader.RowBytesOf(shape.Width, bits);
        var offset = HeadBytes + (4 * table.Count);
        var length = offset + (rowBytes * shape.Height);
        if (length > Array.MaxLength)
        {
            throw RefusedException.TooLarge($"a BMP of {length} bytes is longer than the {Array.MaxLength} that this form needs at once");
        }

        var file = GC.AllocateUninitializedArray<byte>((int)length);
        Head(shape, bits, compression, offset, length - offset, bits <= 8 ? table.Count : 0).CopyTo(file, 0);
        for (var i = 0; i < table.Count; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(HeadBytes + (4 * i)), table[i]);
        }

        var row = new byte[shape.RowBytes];
        for (var y = shape.Height - 1; y >= 0; y--)
        {
            cancellationToken.ThrowIfCancellationRequested();
            rows.ReadRow(row);
            var stored = file.AsSpan((int)(offset + (y * rowBytes)), (int)rowBytes);
            stored[^4..].Clear();
            store(row, stored);
        }

        return file;
    }

    private static uint[] Masks(PackedChannels packed, BmpCompression compression) => compression switch
    {
        BmpCompression.BitFields => [packed.Red, packed.Green, packed.Blue],
        BmpCompression.AlphaBitFields => [packed.Red, packed.Green, packed.Blue, packed.Fourth],
        _ => [],
    };

    private static byte[] Head(RowShape shape, int bits, BmpCompression compression, int offset, long pixelBytes, int colours)
    {
        var head = new byte[HeadBytes];
        "BM"u8.CopyTo(head);
        Write(2, offset + pixelBytes);
        Write(10, offset);
        Write(14, BmpReader.InfoHeader);
        Write(18, shape.Width);
        Write(22, shape.Height);
        Write(26, 1 | bits << 16);
        Write(30, (int)compression);
        Write(34, pixelBytes);
        Write(46, colours);
        return head;

        void Write(int at, long value) => BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(at), (uint)value);
    }

    private static void BlueFirst(byte[] row, Span<byte> stored)
    {
        for (var at = 0; at < row.Length; at += 3)
        {
            (stored[at], stored[at + 1], stored[at + 2]) = (row[at + 2], row[at + 1], row[at]);
        }
    }

    private static void PackBits(byte[] row, Span<byte> stored, int bits, Func<byte, int> index)
    {
        stored.Clear();
        for (var x = 0; x < row.Length; x++)
        {
            var bit = x * bits;
            stored[bit / 8] |= (byte)(index(row[x]) << (8 - bits - (bit % 8)));
        }
    }

    private static void Pack(byte[] row, Span<byte> stored, PackedChannels packed, int pixelBytes)
    {
        var from = packed.Channels * packed.BytesPerSample;
        for (var (at, to) = (0, 0); at < row.Length; (at, to) = (at + from, to + pixelBytes))
        {
            var pixel = packed.Pack(row.AsSpan(at, from));
            if (pixelBytes == 2)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(stored[to..], (ushort)pixel);
            }
            else
            {
                BinaryPrimitives.WriteUInt32LittleEndian(stored[to..], pixel);
            }
        }
    }
}
