using ImgCompress.Engine.Imaging.Pixels;
using ImgCompress.Engine.Imaging.Vips;

namespace ImgCompress.Engine.Imaging.Formats.Tiff;

/// <summary>The rows of a TIFF, of which every warning of the decoder is damage.</summary>
internal sealed class TiffRows(DecodedImage source) : ChangedRows(source, source.Shape)
{
    public override void ReadRow(Span<byte> row)
    {
        var before = VipsLibrary.Warnings;
        Source.ReadRow(row);
        if (VipsLibrary.Warnings != before)
        {
            throw RefusedException.Corrupt($"the image is damaged: {VipsLibrary.Warning}");
        }
    }
}
