namespace ImgCompress.Engine.Imaging.Formats.Tiff;

/// <summary>A TIFF's pages, which are all of one form, and how that form is stored.</summary>
internal sealed record TiffHeader : ImageHeader
{
    /// <summary>1, 2, 4, 8, 16, 32 or 64.</summary>
    public required int BitDepth { get; init; }

    public required TiffSampleFormat SampleFormat { get; init; }

    /// <summary>Samples are resized in single or double precision, and with an alpha that colours are multiplied by as they are.</summary>
    public bool IsOfNumbers => SampleFormat == TiffSampleFormat.Float || BitDepth == 32;

    /// <summary>The Compression tag's value.</summary>
    public required int Compression { get; init; }

    /// <summary>The Predictor tag's value: 2 where horizontal differences are stored, 3 where bytes of floats are, 1 elsewhere.</summary>
    public required int Predictor { get; init; }

    /// <summary>The PhotometricInterpretation tag's value: what samples mean.</summary>
    public required int Photometric { get; init; }

    /// <summary>Sample 0 is white.</summary>
    public bool WhiteIsZero => Photometric == 0;

    /// <summary>Samples are places in a table of colours.</summary>
    public bool Palette => Photometric == TiffPalette.Photometric;

    /// <summary>Samples are three axes of another kind than red, green and blue, and stay what they are.</summary>
    public bool IsOfOtherAxes =>
        Photometric is TiffLab.Signed or TiffLab.Offset || (Photometric == TiffYCbCr.Photometric && Compression != 7);

    /// <summary>Alpha is stored multiplied into the colours.</summary>
    public required bool Premultiplied { get; init; }

    /// <summary>Each channel is stored by itself.</summary>
    public bool Planar { get; init; }

    /// <summary>JPEG inside: chroma is stored at half width and half height.</summary>
    public required bool Subsampled { get; init; }

    /// <summary>JPEG inside: the IJG quality that its tables tell.</summary>
    public required int? Quality { get; init; }

    /// <summary>The size of a tile, in pixels; null where the image is in strips.</summary>
    public required (int Width, int Height)? Tile { get; init; }

    /// <summary>Rows of one strip, 1 to the image's height.</summary>
    public required int RowsPerStrip { get; init; }

    public required TiffFile File { get; init; }
}
