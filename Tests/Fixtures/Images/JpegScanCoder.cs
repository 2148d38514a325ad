using System.Numerics;

namespace ImgCompress.Tests.Fixtures.Images;

/// <summary>Writes the data of one scan of a <see cref="ScriptedJpeg"/> (ITU-T T.81, annex G).</summary>
internal sealed class JpegScanCoder(ScriptedJpeg file, ScriptedJpeg.Scan scan, JpegCodes dc, JpegCodes ac)
{
    private readonly List<byte> _data = [];
    private int _held;
    private int _count;
    // Blocks that end before the band does, and the bits that correct what they have of it.
    private int _run;
    private readonly List<int> _runCorrections = [];
    private readonly int[] _previousDc = new int[scan.Components.Length];

    public byte[] Code()
    {
        var units = 0;
        foreach (var unit in file.BlocksOf(scan))
        {
            if (file.RestartInterval > 0 && units > 0 && units % file.RestartInterval == 0)
            {
                EndInterval();
                _data.AddRange([0xFF, (byte)(0xD0 + (((units / file.RestartInterval) - 1) & 7))]);
                Array.Clear(_previousDc);
            }

            foreach (var (part, block) in unit)
            {
                CodeBlock(part, block);
            }

            units++;
        }

        EndInterval();
        return [.. _data];
    }

    private void CodeBlock(int part, int[] block)
    {
        switch (scan)
        {
            case { From: 0, IsRefinement: true }:
                Put(block[0] >> scan.LowestBit, 1);
                break;
            case { From: 0 }:
                var value = block[0] >> scan.LowestBit;
                PutValue(dc, 0, value - _previousDc[part]);
                _previousDc[part] = value;
                break;
            case { IsRefinement: true }:
                RefineAc(block);
                break;
            default:
                CodeAc(block);
                break;
        }
    }

    private void CodeAc(int[] block)
    {
        var zeros = 0;
        for (var k = scan.From; k <= scan.To; k++)
        {
            var size = Math.Abs(block[k]) >> scan.LowestBit;
            if (size == 0)
            {
                zeros++;
                continue;
            }

            EndRun();
            for (; zeros > 15; zeros -= 16)
            {
                PutSymbol(ac, 0xF0);
            }

            PutValue(ac, zeros, block[k] < 0 ? -size : size);
            zeros = 0;
        }

        if (zeros > 0)
        {
            AddToRun([]);
        }
    }

    private void RefineAc(int[] block)
    {
        var lastNew = Array.FindLastIndex(block, scan.To, scan.To - scan.From + 1, c => Math.Abs(c) >> scan.LowestBit == 1);
        var corrections = new List<int>();
        var zeros = 0;
        for (var k = scan.From; k <= scan.To; k++)
        {
            var size = Math.Abs(block[k]) >> scan.LowestBit;
            if (size == 0)
            {
                zeros++;
                continue;
            }

            for (; zeros > 15 && k <= lastNew; zeros -= 16)
            {
                EndRun();
                PutSymbol(ac, 0xF0);
                PutCorrections(corrections);
            }

            if (size > 1)
            {
                corrections.Add(size);
                continue;
            }

            EndRun();
            PutSymbol(ac, (zeros << 4) | 1);
            Put(block[k] < 0 ? 0 : 1, 1);
            PutCorrections(corrections);
            zeros = 0;
        }

        if (zeros > 0 || corrections.Count > 0)
        {
            AddToRun(corrections);
        }
    }

    private void AddToRun(List<int> corrections)
    {
        _run++;
        _runCorrections.AddRange(corrections);
        if (_run == file.LongestRun)
        {
            EndRun();
        }
    }

    private void EndRun()
    {
        if (_run > 0)
        {
            var size = BitOperations.Log2((uint)_run);
            PutSymbol(ac, size << 4);
            Put(_run, size);
            PutCorrections(_runCorrections);
            _run = 0;
        }
    }

    private void PutCorrections(List<int> corrections)
    {
        corrections.ForEach(correction => Put(correction, 1));
        corrections.Clear();
    }

    private void PutValue(JpegCodes codes, int zeros, int value)
    {
        var size = 32 - BitOperations.LeadingZeroCount((uint)Math.Abs(value));
        PutSymbol(codes, (zeros << 4) | size);
        Put(value < 0 ? value - 1 : value, size);
    }

    private void PutSymbol(JpegCodes codes, int symbol)
    {
        var (code, length) = codes[symbol];
        Put(code, length);
    }

    private void Put(int value, int count)
    {
        for (var bit = count - 1; bit >= 0; bit--)
        {
            _held = (_held << 1) | ((value >> bit) & 1);
            if (++_count == 8)
            {
                _data.Add((byte)_held);
                if ((byte)_held == 0xFF)
                {
                    _data.Add(0);
                }

                _count = 0;
            }
        }
    }

    /// <summary>Ones fill up the last byte.</summary>
    private void EndInterval()
    {
        EndRun();
        Put(0x7F, (8 - _count) & 7);
    }
}
