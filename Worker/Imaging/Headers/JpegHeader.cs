using System.Runtime.InteropServices;
using ImgCompress.Worker.Imaging.Metadata;

namespace ImgCompress.Worker.Imaging.Headers;

/// <summary>A JPEG stream's frame, tables and application segments.</summary>
internal sealed record JpegHeader : ImageHeader
{
    /// <summary>An APPn or COM segment: its marker code, where its 0xFF stands, and its bytes in all, marker and length included.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Segment(byte Marker, int Offset, int Length);

    public override ImageFormat Format => ImageFormat.Jpeg;

    /// <summary>The codec's limit (libjpeg, JPEG_MAX_DIMENSION); the format itself ends at 65,535.</summary>
    public override int MaxSide => 65_500;

    public required bool Progressive { get; init; }

    /// <summary>How many times as many samples of luma as of chroma there are across and down: (2, 2) is 4:2:0. (0, 0) is none of the usual.</summary>
    public required (int Across, int Down) Subsampling { get; init; }

    /// <summary>The IJG quality, 1 to 100, whose luminance table is nearest to this file's.</summary>
    public required int Quality { get; init; }

    public required bool HasAdobeMarker { get; init; }

    /// <summary>The components are called R, G and B, and no marker says otherwise: they are those colours (as libjpeg reads them, jdapimin.c).</summary>
    public required bool NamedRgb { get; init; }

    /// <summary>APPn and COM segments before the first scan, in their order.</summary>
    public required IReadOnlyList<Segment> Segments { get; init; }

    /// <summary>Where the first scan's SOS marker stands.</summary>
    public required int ScanOffset { get; init; }

    public override byte[] Carry(ReadOnlySpan<byte> original, byte[] encoded, bool strip) => JpegMetadata.Carry(original, this, encoded, strip);
}
