namespace ImgCompress.Engine.Imaging.Formats.Tiff;

/// <summary>
/// CIE L*a*b* in a TIFF (TIFF 6.0, section 23): its samples are resized as the codec reads those of red, green and blue. Of a* and b*
/// zero is made the middle of the values, where ICC's form has it already.
/// </summary>
internal static class TiffLab
{
    /// <summary>a* and b* are signed.</summary>
    public const int Signed = 8;

    /// <summary>a* and b* have an offset, as in ICC profiles.</summary>
    public const int Offset = 9;

    /// <summary>a* and b* among the channels.</summary>
    public static Range Axes => 1..3;
}
