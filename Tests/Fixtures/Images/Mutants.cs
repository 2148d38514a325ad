using System.Buffers.Binary;
using ImgCompress.Engine.Imaging.Formats.Png;

namespace ImgCompress.Tests.Fixtures.Images;

/// <summary>Copies of files with something wrong in them.</summary>
internal static class Mutants
{
    private const int MostChanges = 6;

    /// <summary>Where most formats have what a reader believes: sizes, lengths, offsets, counts.</summary>
    private static readonly int[] Heads = [64, 256, 1024, int.MaxValue];

    private static readonly int[] Lengths = [1, 4, 16, 64, 512, 4096];

    private static readonly Func<List<byte>, int, byte[], Random, List<byte>>[] Changes =
    [
        (file, head, _, random) => With(file, random.Next(head), place => place ^= (byte)(1 << random.Next(8))),
        (file, head, _, random) => With(file, random.Next(head), _ => (byte)random.Next(256)),
        (file, head, _, random) => With(file, random.Next(head), place => (byte)(place + (random.Next(2) == 0 ? 1 : -1))),
        (file, head, _, random) => WithNumber(file, random.Next(head), random),
        (file, _, _, random) => file[..random.Next(file.Count)],
        (file, _, _, random) => Without(file, random.Next(file.Count), Length(random)),
        (file, _, _, random) => WithInserted(file, random.Next(file.Count), file, random),
        (file, _, donor, random) => WithInserted(file, random.Next(file.Count), [.. donor], random),
        (file, _, donor, random) => [.. file[..random.Next(file.Count)], .. donor[random.Next(donor.Length)..]],
    ];

    /// <param name="file">What it is a copy of.</param>
    /// <param name="donor">Another file, of which it gets a part here and there.</param>
    /// <param name="random">Chooses.</param>
    public static byte[] Of(byte[] file, byte[] donor, Random random)
    {
        var mutant = new List<byte>(file);
        var head = Heads[random.Next(Heads.Length)];
        for (var left = random.Next(1, MostChanges); left > 0 && mutant.Count > 0; left--)
        {
            mutant = Changes[random.Next(Changes.Length)](mutant, Math.Min(head, mutant.Count), donor, random);
        }

        // Of a PNG with a wrong checksum nothing else would be looked at.
        return random.Next(4) > 0 ? WithPngChecksums([.. mutant]) : [.. mutant];
    }

    private static List<byte> With(List<byte> file, int at, Func<byte, byte> change)
    {
        file[at] = change(file[at]);
        return file;
    }

    /// <summary>One of those numbers that are taken for a length, a count, an offset or a size, and that nobody expects.</summary>
    private static List<byte> WithNumber(List<byte> file, int at, Random random)
    {
        var size = 1 << random.Next(4);
        var bits = 8 * size;
        var middle = 1UL << (bits - 1);
        ulong[] numbers = [0, 1, (ulong)file.Count, ulong.MaxValue, middle, middle - 1, 0xFFFF, (ulong)random.NextInt64()];
        Span<byte> bytes = stackalloc byte[8];
        var number = numbers[random.Next(numbers.Length)] << (64 - bits);
        if (random.Next(2) == 0)
        {
            BinaryPrimitives.WriteUInt64BigEndian(bytes, number);
        }
        else
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, number >> (64 - bits));
        }

        for (var i = 0; i < size && at + i < file.Count; i++)
        {
            file[at + i] = bytes[i];
        }

        return file;
    }

    private static List<byte> Without(List<byte> file, int at, int length) => [.. file[..at], .. file[Math.Min(file.Count, at + length)..]];

    private static List<byte> WithInserted(List<byte> file, int at, List<byte> donor, Random random)
    {
        var from = random.Next(donor.Count);
        return [.. file[..at], .. donor[from..Math.Min(donor.Count, from + Length(random))], .. file[at..]];
    }

    private static int Length(Random random) => Lengths[random.Next(Lengths.Length)];

    private static byte[] WithPngChecksums(byte[] file)
    {
        if (!file.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n']))
        {
            return file;
        }

        using var output = new MemoryStream();
        output.Write(file.AsSpan(0, 8));
        var at = 8;
        while (at + 12 <= file.Length)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            if (length < 0 || length > file.Length - at - 12)
            {
                break;
            }

            PngChunks.Write(output, file.AsSpan(at + 4, 4), file.AsSpan(at + 8, length));
            at += 12 + length;
        }

        output.Write(file.AsSpan(at));
        return output.ToArray();
    }
}
