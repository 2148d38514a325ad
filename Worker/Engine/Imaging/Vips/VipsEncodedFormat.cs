using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Formats;
using ImgCompress.Engine.Imaging.Pixels;
using NetVips;

namespace ImgCompress.Engine.Imaging.Vips;

/// <summary>A format that libvips encodes: rows go in as they are asked for, where the format lets it.</summary>
internal abstract class VipsEncodedFormat<THeader> : TypedImageFormat<THeader>
    where THeader : ImageHeader
{
    /// <summary>Gives the new image what its saver reads beside the pixels, such as the delays of an animation.</summary>
    protected virtual void Describe(VipsRowImage image, THeader header, Image? original, ResizeSpec spec)
    {
    }

    protected abstract byte[] Save(Image image, THeader header, ResizeSpec spec);

    protected override byte[] Encode(
        RowSource rows, THeader header, DecodedImage? original, ResizeSpec spec, CancellationToken cancellationToken) =>
        Encode(rows, header, original, spec, Save, cancellationToken);

    /// <summary>Encodes by a saver other than the usual one.</summary>
    protected byte[] Encode(
        RowSource rows,
        THeader header,
        DecodedImage? original,
        ResizeSpec spec,
        Func<Image, THeader, ResizeSpec, byte[]> save,
        CancellationToken cancellationToken)
    {
        using var small = RowsInMemory.Takes(rows.Shape) ? new RowsInMemory(rows, cancellationToken) : null;
        using var image = new VipsRowImage(small ?? rows, Interpretation(rows.Shape, header.IsCmyk), cancellationToken);
        Describe(image, header, (original as VipsRowSource)?.Image, spec);
        VipsLibrary.ForgetErrors();
        try
        {
            return save(image.Image, header, spec);
        }
        catch (VipsException error)
        {
            image.ThrowIfFailed();
            throw RefusedException.Unsupported($"the image does not encode: {VipsErrorText.Of(error, $"the saver of {Name}")}");
        }
    }

    private static Enums.Interpretation Interpretation(RowShape shape, bool isCmyk) => (isCmyk, shape.Channels, shape.BytesPerSample) switch
    {
        (true, _, _) => Enums.Interpretation.Cmyk,
        (_, <= 2, not 2) => Enums.Interpretation.Bw,
        (_, <= 2, _) => Enums.Interpretation.Grey16,
        (_, _, 1) => Enums.Interpretation.Srgb,
        (_, _, not 2) => Enums.Interpretation.Scrgb,
        _ => Enums.Interpretation.Rgb16,
    };
}
