using System.Runtime.CompilerServices;

namespace ImgCompress.Engine.Imaging.Formats.Jpeg.Decoding;

/// <summary>
/// The coefficients of one component of a progressive JPEG. Few AC coefficients are not zero: of each block 64 bits say which, the first
/// in zigzag order the lowest. What a first scan codes of their values is kept as a list, and what refinements add as bits again; so a
/// refinement touches 24 bytes of a block instead of 128.
/// </summary>
/// <param name="across">Blocks in a row.</param>
/// <param name="down">Rows of blocks.</param>
internal sealed class CoefficientPlane(int across, int down) : IDisposable
{
    /// <summary>How many of the lowest bits refinements may code. Encoders use one or two.</summary>
    public const int RefinedBits = 3;

    private readonly NativeArray<short> _dc = new((long)across * down);
    private readonly NativeArray<ulong> _nonZero = new((long)across * down);
    private readonly NativeArray<ulong> _negative = new((long)across * down);
    private readonly NativeArray<ulong> _first = new((long)across * down);
    private readonly NativeArray<ulong>?[] _refined = new NativeArray<ulong>?[RefinedBits];

    public int Across => across;

    /// <summary>What first scans code, by their first coefficient.</summary>
    public List<FirstScanValues> FirstScans { get; } = [];

    /// <summary>The DC coefficients of a row of blocks.</summary>
    public Span<short> Dc(int row) => Row(_dc, row);

    /// <summary>Of each block in a row, which AC coefficients are not zero.</summary>
    public Span<ulong> NonZero(int row) => Row(_nonZero, row);

    /// <summary>Which are negative.</summary>
    public Span<ulong> Negative(int row) => Row(_negative, row);

    /// <summary>Which have a value in <see cref="FirstScans"/>.</summary>
    public Span<ulong> First(int row) => Row(_first, row);

    /// <summary>Of which a refinement set this bit of the magnitude; empty where no scan refined it.</summary>
    public Span<ulong> Refined(int bit, int row) => _refined[bit] is { } refined ? Row(refined, row) : [];

    /// <summary>What this first scan codes.</summary>
    public FirstScanValues FirstScan(Scan scan) => FirstScans.Find(values => values.Scan == scan)!;

    /// <summary>Makes room for what a scan of AC coefficients codes.</summary>
    public void Add(Scan scan)
    {
        if (scan.IsRefinement)
        {
            _refined[scan.LowBit] ??= new((long)across * down);
        }
        else
        {
            FirstScans.Add(new(scan, down));
            FirstScans.Sort((a, b) => a.Scan.Start.CompareTo(b.Scan.Start));
        }
    }

    public void Dispose()
    {
        _dc.Dispose();
        _nonZero.Dispose();
        _negative.Dispose();
        _first.Dispose();
        foreach (var refined in _refined)
        {
            refined?.Dispose();
        }

        foreach (var values in FirstScans)
        {
            values.Dispose();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<T> Row<T>(NativeArray<T> array, int row) where T : unmanaged => array.Slice((long)row * across, across);
}
