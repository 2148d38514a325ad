namespace ImgCompress.Engine.Imaging.Formats.Tiff;

/// <summary>What kind of numbers samples are (TIFF 6.0, section 19).</summary>
internal enum TiffSampleFormat
{
    Unsigned = 1,

    /// <summary>In two's complement.</summary>
    Signed = 2,

    /// <summary>Of IEEE 754, in 16, 32 or 64 bits.</summary>
    Float = 3,
}
