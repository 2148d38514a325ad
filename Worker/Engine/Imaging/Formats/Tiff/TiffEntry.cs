namespace ImgCompress.Engine.Imaging.Formats.Tiff;

/// <summary>An entry of a TIFF directory.</summary>
/// <param name="Tag">Names what the values say.</param>
/// <param name="Kind">The type of its values, 1 to 18.</param>
/// <param name="Count">How many values.</param>
/// <param name="At">Where the values stand, be it in the entry or elsewhere; all of them are in the file.</param>
internal readonly record struct TiffEntry(TiffTag Tag, int Kind, long Count, long At)
{
    public int ValueBytes => BytesOf(Kind);

    /// <summary>The values are where a directory begins: EXIF's, one of positions, or another of that type.</summary>
    public bool IsDirectory => Kind is 13 or 18
        || Tag is TiffTag.ExifIfd or TiffTag.GpsIfd or TiffTag.InteroperabilityIfd or TiffTag.GlobalParametersIfd;

    /// <summary>Whether a tag is needed to read the samples, and tells nothing else.</summary>
    public static bool TellsSamples(TiffTag tag) => tag is
        TiffTag.ImageWidth or TiffTag.ImageLength or TiffTag.BitsPerSample or TiffTag.Compression or TiffTag.Photometric
        or TiffTag.FillOrder or TiffTag.StripOffsets or TiffTag.SamplesPerPixel or TiffTag.RowsPerStrip or TiffTag.StripByteCounts
        or TiffTag.PlanarConfiguration or TiffTag.T4Options or TiffTag.T6Options or TiffTag.Predictor or TiffTag.TileWidth
        or TiffTag.TileLength or TiffTag.TileOffsets or TiffTag.TileByteCounts or TiffTag.InkSet or TiffTag.ExtraSamples
        or TiffTag.SampleFormat or TiffTag.JpegTables or TiffTag.YCbCrCoefficients or TiffTag.YCbCrSubSampling
        or TiffTag.YCbCrPositioning or TiffTag.ReferenceBlackWhite;

    /// <summary>Bytes of one value of a type; 0 for a type that TIFF and BigTIFF do not know.</summary>
    public static int BytesOf(int kind) => kind switch
    {
        1 or 2 or 6 or 7 => 1,
        3 or 8 => 2,
        4 or 9 or 11 or 13 => 4,
        5 or 10 or 12 or 16 or 17 or 18 => 8,
        _ => 0,
    };
}
