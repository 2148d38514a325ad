using ImgCompress.Worker.Imaging.Headers;

namespace ImgCompress.Worker.Imaging.ImageSharp.Headers;

/// <summary>Reads the header of a QOI (The Quite OK Image Format, specification 1.0). The end marker the decoder looks for itself.</summary>
internal static class QoiReader
{
    public static QoiHeader Read(ReadOnlySpan<byte> file)
    {
        var bytes = new HeaderBytes(file);
        var (width, height) = (bytes.U32(4), bytes.U32(8));
        var (channels, colours) = (bytes.U8(12), bytes.U8(13));
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue)
            throw RefusedException.Corrupt("the QOI's size is out of range");
        if (channels is not (3 or 4) || colours > 1)
            throw RefusedException.Corrupt($"the QOI has {channels} channels and colours of kind {colours}");
        return new()
        {
            Width = (int)width,
            Height = (int)height,
            Channels = channels,
            HasAlpha = channels == 4,
            Linear = colours == 1,
        };
    }
}
