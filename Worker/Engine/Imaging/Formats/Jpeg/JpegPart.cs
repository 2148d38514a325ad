namespace ImgCompress.Engine.Imaging.Formats.Jpeg;

/// <summary>A piece of what stands behind a JPEG's end marker.</summary>
/// <param name="Kind">What becomes of it.</param>
/// <param name="Offset">Where it begins in the file.</param>
/// <param name="Length">Its bytes.</param>
internal readonly record struct JpegPart(JpegPartKind Kind, int Offset, int Length)
{
    public int End => Offset + Length;
}
