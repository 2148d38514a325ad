namespace ImgCompress.Engine.Imaging.Formats.Pnm;

/// <summary>A PBM, PGM or PPM, with samples as text or as bytes; or a PAM.</summary>
internal sealed record PnmHeader : ImageHeader
{
    /// <summary>One bit a pixel, and 1 is black.</summary>
    public required bool Bitmap { get; init; }

    /// <summary>What the channels of a PAM are, as it says: <c>RGB_ALPHA</c>; null for another file.</summary>
    public string? TupleType { get; init; }

    /// <summary>The greatest sample that there can be, 1 to 65,535: white, or a colour in full.</summary>
    public required int Most { get; init; }

    /// <summary>There are two greys, between which the picture is dithered.</summary>
    public bool IsBilevel => Most == 1 && Channels == 1;

    /// <summary>Samples are decimal numbers.</summary>
    public required bool Plain { get; init; }

    /// <summary>The offset of the first sample in the file, in bytes.</summary>
    public required int PixelOffset { get; init; }

    /// <summary>Where each comment stands: from its <c>#</c> to before the end of its line.</summary>
    public required IReadOnlyList<Range> Comments { get; init; }

    /// <summary>Bytes of one row of binary samples.</summary>
    public long RowBytes => Bitmap ? (Width + 7L) / 8 : (long)Width * Channels * BytesPerSample;
}
