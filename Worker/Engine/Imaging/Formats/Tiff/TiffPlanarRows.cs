using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Tiff;

/// <summary>Rows of channels that are stored apart, put together.</summary>
/// <param name="planes">A source of each channel.</param>
/// <param name="shape">Of all.</param>
internal sealed class TiffPlanarRows(IReadOnlyList<DecodedImage> planes, RowShape shape) : DecodedImage(shape)
{
    private readonly byte[] _samples = new byte[shape.Width * shape.BytesPerSample];

    public override void ReadRow(Span<byte> row)
    {
        var bytes = Shape.BytesPerSample;
        for (var channel = 0; channel < planes.Count; channel++)
        {
            planes[channel].ReadRow(_samples);
            for (var x = 0; x < Shape.Width; x++)
            {
                _samples.AsSpan(x * bytes, bytes).CopyTo(row[((x * planes.Count + channel) * bytes)..]);
            }
        }
    }

    public override void Close()
    {
        foreach (var plane in planes)
        {
            plane.Close();
        }
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        foreach (var plane in planes)
        {
            plane.Dispose();
        }
    }
}
