using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Jpeg.Decoding;

/// <summary>Decodes the blocks of progressive scans (T.81, annex G).</summary>
internal static class ProgressiveDecoder
{
    // What 8 bits a sample can come to (T.81, table F.1 and F.2).
    private const int MostDcBits = 11;
    private const int MostAcBits = 10;

    /// <summary>The DC coefficient of one block, in a first scan.</summary>
    public static void ReadDc(ref BitReader bits, HuffmanTable table, ref short dc, ref int previous, int lowBit)
    {
        var size = bits.ReadSymbol(table);
        if (size > MostDcBits)
        {
            throw Damaged();
        }

        var magnitude = bits.ReadMagnitude(size, out var isNegative);
        previous += isNegative != 0 ? -magnitude : magnitude;
        var value = previous << lowBit;
        dc = value is >= short.MinValue and <= short.MaxValue ? (short)value : throw Damaged();
    }

    /// <summary>One more bit of the DC coefficient of one block.</summary>
    public static void RefineDc(ref BitReader bits, ref short dc, int lowBit) => dc |= (short)(bits.ReadBit() << lowBit);

    /// <summary>AC coefficients of blocks that follow each other, in a first scan.</summary>
    /// <param name="source">The data.</param>
    /// <param name="table">The scan's.</param>
    /// <param name="scan">Which coefficients.</param>
    /// <param name="blocks">Where they are.</param>
    /// <param name="run">In how many blocks from here on no coefficient is coded (end-of-band run).</param>
    public static void ReadAc(ref BitReader source, HuffmanTable table, Scan scan, BlockRange blocks, ref int run)
    {
        var bits = source;
        var nonZero = blocks.NonZero;
        var first = blocks.First;
        var negative = blocks.Negative;
        var values = blocks.Of.FirstScan(scan);
        if (blocks.Start == 0)
        {
            values.BeginRow(blocks.Row);
        }

        var room = values.Reserve(63 * blocks.Count);
        var count = 0;
        var mostBits = MostAcBits - scan.LowBit;
        for (var i = 0; i < nonZero.Length; i++)
        {
            if (run > 0)
            {
                var skipped = Math.Min(run, nonZero.Length - i);
                run -= skipped;
                i += skipped - 1;
                continue;
            }

            var (found, minus) = (0UL, 0UL);
            for (var k = scan.Start; k <= scan.End; k++)
            {
                var symbol = bits.ReadSymbol(table);
                var (zeros, size) = (symbol >> 4, symbol & 15);
                if (size != 0)
                {
                    k += zeros;
                    if (k > scan.End || size > mostBits)
                    {
                        throw Damaged();
                    }

                    room[count++] = (ushort)(bits.ReadMagnitude(size, out var isNegative) << scan.LowBit);
                    found |= 1UL << k;
                    minus |= isNegative << k;
                }
                else if (zeros == 15)
                {
                    k += 15;
                }
                else
                {
                    run = (1 << zeros) - 1 + bits.ReadBuffered(zeros);
                    break;
                }
            }

            nonZero[i] |= found;
            first[i] |= found;
            negative[i] |= minus;
        }

        values.Add(count);
        source = bits;
    }

    /// <summary>
    /// One more bit of AC coefficients of blocks that follow each other, and those that are no longer zero by it (T.81, G.1.2.3).
    /// </summary>
    /// <param name="source">The data.</param>
    /// <param name="table">The scan's.</param>
    /// <param name="scan">Which coefficients.</param>
    /// <param name="blocks">Where they are.</param>
    /// <param name="run">In how many blocks from here on no coefficient becomes other than zero (end-of-band run).</param>
    public static void RefineAc(ref BitReader source, HuffmanTable table, Scan scan, BlockRange blocks, ref int run)
    {
        var (bits, left, all) = (source, run, scan.Bits);
        var nonZero = blocks.NonZero;
        var negative = blocks.Negative;
        var refined = blocks.Refined(scan.LowBit);
        for (var i = 0; i < nonZero.Length; i++)
        {
            var before = nonZero[i] & all;
            if (left > 0)
            {
                left--;
                if (before != 0)
                {
                    refined[i] |= Deposit(bits.ReadReversed(BitOperations.PopCount(before)), before);
                }

                continue;
            }

            var (found, minus) = (0UL, 0UL);

            // One bit for each coefficient that was not zero before, the first one's lowest.
            var (corrections, corrected) = (0UL, 0);
            var rest = all;
            while (rest != 0)
            {
                var symbol = bits.ReadSymbol(table);
                var (zeros, size) = (symbol >> 4, symbol & 15);
                if (size == 0 && zeros != 15)
                {
                    left = (1 << zeros) - 1 + bits.ReadBuffered(zeros);
                    corrections |= bits.ReadReversed(BitOperations.PopCount(before & rest)) << corrected;
                    break;
                }

                // A new coefficient is of one bit, which is its sign.
                var isNegative = 1 - bits.ReadBuffered(size & 1);
                var empty = WithoutLowest(~before & rest, zeros);
                var next = empty & (0 - empty);

                // Those before it, or all that are left.
                var passed = rest & (next - 1);
                var passedBefore = BitOperations.PopCount(before & passed);
                corrections |= bits.ReadReversed(passedBefore) << corrected;
                corrected += passedBefore;
                rest &= ~(passed | next);
                if (size != 0)
                {
                    if (next == 0 || size != 1)
                    {
                        throw Damaged();
                    }

                    found |= next;
                    minus |= next & (0 - (ulong)isNegative);
                }
            }

            refined[i] |= found | Deposit(corrections, before);
            nonZero[i] |= found;
            negative[i] |= minus;
        }

        (source, run) = (bits, left);
    }

    /// <summary>Clears so many of the lowest bits that are set, up to 15.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong WithoutLowest(ulong set, int count)
    {
        for (; count > 3; count -= 4)
        {
            set &= set - 1;
            set &= set - 1;
            set &= set - 1;
            set &= set - 1;
        }

        // Without branches: how many there are is anything but foreseeable.
        set &= set - (ulong)(count & 1);
        var second = (ulong)(count >> 1);
        set &= set - second;
        return set & (set - second);
    }

    /// <summary>Puts the lowest bits to where bits of <paramref name="mask"/> are set, in their order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Deposit(ulong bits, ulong mask) =>
        Bmi2.X64.IsSupported ? Bmi2.X64.ParallelBitDeposit(bits, mask) : DepositOneByOne(bits, mask);

    /// <summary>As the instruction does it, which some processors lack.</summary>
    internal static ulong DepositOneByOne(ulong bits, ulong mask)
    {
        var deposited = 0UL;
        for (; bits != 0; bits >>= 1, mask &= mask - 1)
        {
            deposited |= mask & (0 - mask) & (0 - (bits & 1));
        }

        return deposited;
    }

    private static RefusedException Damaged() => RefusedException.Corrupt("a JPEG's coded data are damaged");
}
