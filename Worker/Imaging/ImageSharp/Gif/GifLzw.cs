namespace ImgCompress.Worker.Imaging.ImageSharp.Gif;

/// <summary>Packs a frame's indices (GIF89a specification, appendix F).</summary>
internal static class GifLzw
{
    private const int MostCodes = 4096;
    private const int Block = 255;

    /// <summary>A prime, and twice as many places as codes.</summary>
    private const int Places = 8191;

    /// <summary>Writes the code size, the data in sub-blocks, and their end.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="indices">Each below 2 to the power of <paramref name="bits"/>.</param>
    /// <param name="bits">2 to 8.</param>
    public static void Write(Stream output, ReadOnlySpan<byte> indices, int bits)
    {
        output.WriteByte((byte)bits);
        var clear = 1 << bits;
        var codes = new Bits(output);
        // Prefix and sample that a place stands for, plus one; 0 where it is free.
        var keys = new int[Places];
        var values = new int[Places];
        var (next, size) = (clear + 2, bits + 1);
        codes.Write(clear, size);
        int prefix = indices[0];
        foreach (var sample in indices[1..])
        {
            var key = ((prefix << 8) | sample) + 1;
            var place = key % Places;
            while (keys[place] != 0 && keys[place] != key)
                place = place + 1 == Places ? 0 : place + 1;
            if (keys[place] == key)
            {
                prefix = values[place];
                continue;
            }

            codes.Write(prefix, size);
            prefix = sample;
            if (next < MostCodes)
            {
                // The reader is one code behind: it needs the longer codes only once this one is made.
                size = next == 1 << size ? size + 1 : size;
                (keys[place], values[place]) = (key, next++);
            }
            else
            {
                codes.Write(clear, size);
                keys.AsSpan().Clear();
                (next, size) = (clear + 2, bits + 1);
            }
        }

        codes.Write(prefix, size);
        codes.Write(clear + 1, next == 1 << size && size < 12 ? size + 1 : size);
        codes.End();
    }

    private sealed class Bits(Stream output)
    {
        private readonly byte[] _block = new byte[Block];
        private int _bits;
        private int _count;
        private int _length;

        public void Write(int code, int size)
        {
            _bits |= code << _count;
            for (_count += size; _count >= 8; _count -= 8, _bits >>= 8)
                Put((byte)_bits);
        }

        public void End()
        {
            if (_count > 0)
                Put((byte)_bits);
            Flush();
            output.WriteByte(0);
        }

        private void Put(byte value)
        {
            _block[_length++] = value;
            if (_length == Block)
                Flush();
        }

        private void Flush()
        {
            if (_length == 0)
                return;
            output.WriteByte((byte)_length);
            output.Write(_block, 0, _length);
            _length = 0;
        }
    }
}
