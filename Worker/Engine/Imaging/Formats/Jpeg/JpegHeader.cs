namespace ImgCompress.Engine.Imaging.Formats.Jpeg;

/// <summary>A JPEG stream's frame, tables and application segments.</summary>
internal sealed record JpegHeader : ImageHeader
{
    /// <summary>An APPn or COM segment: its marker code, where its 0xFF stands, and its bytes in all, marker and length included.</summary>
    internal readonly record struct Segment(byte Marker, int Offset, int Length)
    {
        /// <summary>The bytes after marker and length.</summary>
        public ReadOnlySpan<byte> Body(ReadOnlySpan<byte> file)
        {
            // Fill bytes may stand before the marker's code.
            var whole = file.Slice(Offset, Length);
            return whole[(whole.IndexOf(Marker) + 3)..];
        }
    }

    public required bool Progressive { get; init; }

    /// <summary>
    /// How many times as many samples of luma as of chroma there are across and down: (2, 2) is 4:2:0. (0, 0) is none of the usual.
    /// </summary>
    public required (int Across, int Down) Subsampling { get; init; }

    /// <summary>The IJG quality, 1 to 100, whose luminance table is nearest to this file's.</summary>
    public required int Quality { get; init; }

    /// <summary>By the number of each component, the mean quantization step of its nine lowest AC frequencies.</summary>
    public IReadOnlyDictionary<int, double> Steps { get; init; } = new Dictionary<int, double>();

    public bool HasAdobeMarker { get; init; }

    /// <summary>APPn and COM segments before the first scan, in their order.</summary>
    public IReadOnlyList<Segment> Segments { get; init; } = [];

    /// <summary>Where the first scan's SOS marker stands.</summary>
    public int ScanOffset { get; init; }

    /// <summary>Where what follows the picture begins: behind the EOI marker, or the file's end where there is none.</summary>
    public int End { get; init; }

    public bool HasEnd { get; init; }

    /// <summary>Harmless deviations, in the order of the file; the decoder is given a file without them.</summary>
    public IReadOnlyList<JpegCorrection> Corrections { get; init; } = [];

    /// <summary>Bytes of the file that the decoder is given beside the original: 0 where nothing is corrected.</summary>
    public int CorrectedBytes { get; init; }

    /// <summary>What stands behind the end marker, without a gap; empty where it is padding alone.</summary>
    public IReadOnlyList<JpegPart> Parts { get; init; } = [];

    /// <summary>Where the video of a motion photo begins; null where there is none.</summary>
    public int? Video { get; init; }

    /// <summary>The index of the pictures in the file; null where there is none.</summary>
    public MpfIndex? Index { get; init; }

    /// <summary>
    /// For each entry of <see cref="Index"/> where its picture begins; null of the main one, and of those that are dropped.
    /// </summary>
    public IReadOnlyList<int?> IndexPictures { get; init; } = [];

    /// <summary>Bytes behind the end marker that are carried as they are.</summary>
    public long CarriedBytes => Parts.Sum(p => p.Kind is JpegPartKind.Carried or JpegPartKind.Afcp ? (long)p.Length : 0);
}
