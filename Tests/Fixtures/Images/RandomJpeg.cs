namespace ImgCompress.Tests.Fixtures.Images;

/// <summary>JPEGs of random coefficients, told by random scans.</summary>
internal static class RandomJpeg
{
    /// <summary>What 8 bits a sample can come to (T.81, F.1.2).</summary>
    private const int MostDc = 1023;
    private const int MostAc = 1023;

    private const int MostFirstBit = 3;

    private const int ManyScans = 60;

    /// <param name="random">Chooses all but the size and sampling.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="height"></param>
    /// <param name="isLoud">Coefficients and steps of the full range, so that samples go far beyond theirs.</param>
    /// <param name="sampling">Of each component, its factors across and down.</param>
    public static ScriptedJpeg Create(Random random, int width, int height, bool isLoud, params (int Across, int Down)[] sampling)
    {
        var jpeg = new ScriptedJpeg(width, height, sampling)
        {
            RestartInterval = random.Next(2) * random.Next(1, 9),
            LongestRun = random.Next(3) switch { 0 => 1, 1 => random.Next(2, 40), _ => 0x7FFF },
            HasLongCodes = random.Next(3) == 0,
        };
        foreach (var component in jpeg.Components)
        {
            for (var k = 0; k < component.Steps.Length; k++)
            {
                component.Steps[k] = isLoud ? random.Next(1, 256) : random.Next(1, 4 + k);
            }

            var filling = random.NextDouble();
            foreach (var block in component.Blocks.SelectMany(row => row))
            {
                Fill(random, block, component.Steps, isLoud, random.Next(4) == 0 ? random.NextDouble() : filling);
            }
        }

        jpeg.Script.AddRange(CreateScript(random, sampling));
        return jpeg;
    }

    /// <summary>Spectral selection and successive approximation in any order that tells each bit of each coefficient once.</summary>
    public static List<ScriptedJpeg.Scan> CreateScript(Random random, (int Across, int Down)[] sampling)
    {
        const int Untold = -1;
        var script = new List<ScriptedJpeg.Scan>();
        var lowest = sampling.Select(_ => Enumerable.Repeat(Untold, 64).ToArray()).ToArray();
        while (true)
        {
            // A coefficient that is not told to its last bit; of no AC coefficient before the component's DC.
            var open = (from c in Enumerable.Range(0, sampling.Length)
                        from k in Enumerable.Range(0, 64)
                        where lowest[c][k] != 0 && (k == 0 || lowest[c][0] != Untold)
                        select (Component: c, From: k)).ToList();
            if (open.Count == 0)
            {
                return script;
            }

            var (component, from) = open[random.Next(open.Count)];
            var before = lowest[component][from];
            var bit = before == Untold ? random.Next(MostFirstBit + 1) : before - 1;
            int[] components = [component];
            var to = from;
            if (from == 0 && random.Next(3) > 0)
            {
                components = [.. Enumerable.Range(0, sampling.Length).Where(c => lowest[c][0] == before)];
            }
            else if (from > 0)
            {
                // The beginning of a band more often than its middle: many short bands would be very many scans.
                while (from > 1 && lowest[component][from - 1] == before && (script.Count > ManyScans || random.Next(8) > 0))
                {
                    from--;
                }

                to = from;
                while (to < 63 && lowest[component][to + 1] == before && (script.Count > ManyScans || random.Next(16) > 0))
                {
                    to++;
                }
            }

            foreach (var c in components)
            {
                lowest[c].AsSpan(from, to - from + 1).Fill(bit);
            }

            script.Add(new(components, from, to, bit, IsRefinement: before != Untold));
        }
    }

    private static void Fill(Random random, int[] block, int[] steps, bool isLoud, double filling)
    {
        block[0] = isLoud ? random.Next(-MostDc - 1, MostDc + 1) : random.Next(-MostDc, MostDc + 1) / steps[0];
        for (var k = 1; k < block.Length; k++)
        {
            if (random.NextDouble() < filling * filling)
            {
                // As many of each size: most are small.
                var most = (isLoud ? MostAc : MostAc / steps[k]) >> random.Next(isLoud ? 0 : 2, 10);
                block[k] = random.Next(-most, most + 1);
            }
        }
    }
}
