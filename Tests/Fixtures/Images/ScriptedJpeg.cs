namespace ImgCompress.Tests.Fixtures.Images;

/// <summary>A progressive JPEG of any coefficients, told by a script of scans (ITU-T T.81, annexes B and G).</summary>
internal sealed class ScriptedJpeg
{
    /// <summary>What leads to luma and chroma, whatever the components are called.</summary>
    public static readonly byte[] Jfif = JpegFiles.Segment(0xE0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0]);

    // Sizes 0 to 11; runs of 0 to 15 zeros with sizes 1 to 10, runs of blocks, and 16 zeros.
    private static readonly byte[] DcSymbols = [.. Enumerable.Range(0, 12).Select(s => (byte)s)];
    private static readonly byte[] AcSymbols =
        [.. Enumerable.Range(0, 256).Where(s => (s & 15) is > 0 and <= 10 || (s & 15) == 0).Select(s => (byte)s)];

    /// <summary>All coefficients are zero, all steps 1, and the script is empty.</summary>
    /// <param name="width">In pixels.</param>
    /// <param name="height"></param>
    /// <param name="sampling">Of each component, its factors across and down.</param>
    public ScriptedJpeg(int width, int height, params (int Across, int Down)[] sampling)
    {
        (Width, Height) = (width, height);
        var (most, highest) = (sampling.Max(s => s.Across), sampling.Max(s => s.Down));
        Units = (Parts(width, 8 * most), Parts(height, 8 * highest));
        Components = [.. sampling.Select((s, i) => new Component(s.Across, s.Down, Units)
        {
            Id = (byte)(i + 1),
            Covering = (Parts(Parts(width * s.Across, most), 8), Parts(Parts(height * s.Down, highest), 8)),
        })];
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Units (MCU) of a scan of several components.</summary>
    public (int Across, int Down) Units { get; }

    public IReadOnlyList<Component> Components { get; }

    public List<Scan> Script { get; } = [];

    /// <summary>Segments behind the start marker.</summary>
    public byte[][] Segments { get; set; } = [Jfif];

    /// <summary>Units between two restart markers; 0 for none.</summary>
    public int RestartInterval { get; set; }

    /// <summary>How many blocks without further coefficients are told by one code.</summary>
    public int LongestRun { get; set; } = 0x7FFF;

    /// <summary>Codes of 1 to 16 bits, where otherwise all are of 8.</summary>
    public bool HasLongCodes { get; set; }

    public byte[] Write() => [.. WriteParts().SelectMany(part => part)];

    /// <summary>The file by its parts: markers and segments; a scan is one part with its data.</summary>
    public List<byte[]> WriteParts()
    {
        var (dc, ac) = (new JpegCodes(DcSymbols, HasLongCodes), new JpegCodes(AcSymbols, HasLongCodes));
        return
        [
            [0xFF, 0xD8],
            .. Segments,
            .. Components.Select(Quantization),
            JpegFiles.Segment(0xC2, [8, .. U16(Height), .. U16(Width), (byte)Components.Count, .. Components.SelectMany(Describe)]),
            JpegFiles.Segment(0xC4, [0x00, .. dc.Table]),
            JpegFiles.Segment(0xC4, [0x10, .. ac.Table]),
            .. RestartInterval > 0 ? [JpegFiles.Segment(0xDD, U16(RestartInterval))] : (byte[][])[],
            .. Script.Select(scan => (byte[])[.. Describe(scan), .. new JpegScanCoder(this, scan, dc, ac).Code()]),
            [0xFF, 0xD9],
        ];
    }

    /// <summary>The blocks of a scan, unit by unit, each with the number of its component in the scan.</summary>
    public IEnumerable<(int Part, int[] Block)[]> BlocksOf(Scan scan)
    {
        if (scan.Components is [var single])
        {
            var component = Components[single];
            return from y in Enumerable.Range(0, component.Covering.Down)
                   from x in Enumerable.Range(0, component.Covering.Across)
                   select new[] { (0, component.Blocks[y][x]) };
        }

        return from y in Enumerable.Range(0, Units.Down)
               from x in Enumerable.Range(0, Units.Across)
               select scan.Components.SelectMany((c, part) => UnitOf(Components[c], part, x, y)).ToArray();
    }

    private static IEnumerable<(int Part, int[] Block)> UnitOf(Component component, int part, int x, int y) =>
        from v in Enumerable.Range(y * component.Down, component.Down)
        from h in Enumerable.Range(x * component.Across, component.Across)
        select (part, component.Blocks[v][h]);

    private byte[] Quantization(Component component, int table)
    {
        var isWide = component.Steps.Max() > byte.MaxValue;
        return JpegFiles.Segment(
            0xDB,
            [(byte)((isWide ? 0x10 : 0) | table), .. component.Steps.SelectMany(step => isWide ? U16(step) : [(byte)step])]);
    }

    private static byte[] Describe(Component component, int table) =>
        [component.Id, (byte)((component.Across << 4) | component.Down), (byte)table];

    private byte[] Describe(Scan scan) => JpegFiles.Segment(
        0xDA,
        [
            (byte)scan.Components.Length, .. scan.Components.SelectMany(c => (byte[])[Components[c].Id, 0]),
            (byte)scan.From, (byte)scan.To, (byte)((scan.IsRefinement ? (scan.LowestBit + 1) << 4 : 0) | scan.LowestBit),
        ]);

    private static byte[] U16(int value) => [(byte)(value >> 8), (byte)value];

    private static int Parts(int whole, int part) => (whole + part - 1) / part;

    internal sealed class Component
    {
        public Component(int across, int down, (int Across, int Down) units)
        {
            (Across, Down) = (across, down);
            Blocks = [.. Enumerable.Range(0, units.Down * down).Select(_ => Row(units.Across * across))];

            static int[][] Row(int blocks) => [.. Enumerable.Range(0, blocks).Select(_ => new int[64])];
        }

        public byte Id { get; set; }

        /// <summary>The sampling factors: blocks in a unit.</summary>
        public int Across { get; }

        public int Down { get; }

        /// <summary>Quantization steps, in zigzag order.</summary>
        public int[] Steps { get; } = [.. Enumerable.Repeat(1, 64)];

        /// <summary>By row and column the coefficients in zigzag order, also of blocks that only fill up units.</summary>
        public int[][][] Blocks { get; }

        /// <summary>How many columns and rows of blocks hold a part of the picture.</summary>
        public (int Across, int Down) Covering { get; init; }
    }

    /// <summary>What one scan tells.</summary>
    /// <param name="Components">By their places in the frame.</param>
    /// <param name="From">The first coefficient, in zigzag order (Ss).</param>
    /// <param name="To">The last one (Se).</param>
    /// <param name="LowestBit">The bit down to which they are told (Al).</param>
    /// <param name="IsRefinement">Whether it is that bit alone: the one before was told (Ah).</param>
    internal sealed record Scan(int[] Components, int From, int To, int LowestBit, bool IsRefinement);
}
