using ImgCompress.Contracts;
using ImgCompress.Worker.Imaging.Headers;

namespace ImgCompress.Worker.Imaging;

/// <summary>Decodes and encodes. There are two; a build has the one that its property <c>ImageCodec</c> names.</summary>
internal interface IImageCodec
{
    /// <summary>What is read and written, as a sentence lists it.</summary>
    string Formats { get; }

    /// <summary>Loads what the codec needs, once for the process; safe to call from several threads. Does nothing from the second call on.</summary>
    void SetUp();

    /// <summary>The header of a file in a format that this codec alone has; null for any other.</summary>
    ImageHeader? ReadHeader(ReadOnlySpan<byte> file);

    /// <summary>Refuses the forms that this codec would not read, or would write in another form.</summary>
    /// <exception cref="RefusedException">It is such a form.</exception>
    void RefuseForm(ImageHeader header);

    /// <summary>Looks for the damage that this codec's decoder passes over, in all of the file.</summary>
    /// <exception cref="RefusedException">The file is damaged.</exception>
    void RefuseDamage(ReadOnlyMemory<byte> file, ImageHeader header, CancellationToken cancellationToken);

    /// <summary>Bytes that decoder and encoder hold at their peak beside some rows, from above.</summary>
    /// <param name="header">The original's.</param>
    /// <param name="decoded">Bytes of all its samples.</param>
    /// <param name="encoded">Bytes of all samples of the new image.</param>
    long Held(ImageHeader header, long decoded, long encoded);

    /// <summary>Begins to decode.</summary>
    /// <exception cref="RefusedException">The file does not decode, or holds something else than the header says.</exception>
    DecodedImage Open(ReadOnlyMemory<byte> file, ImageHeader header, CancellationToken cancellationToken);

    /// <summary>Writes rows in the encoded form that a header describes; <see cref="ImageHeader.Carry"/> puts the metadata in afterwards.</summary>
    /// <param name="rows">The new image; read to its end.</param>
    /// <param name="header">The form. Its size is the original's, and not looked at.</param>
    /// <param name="original">Where the rows come from, which may be freed once they are read; null for a picture that was made.</param>
    /// <param name="spec">For the quality, and whether metadata is stripped.</param>
    /// <param name="quantise">A PNG with a palette of at most 256 colours that the codec chooses.</param>
    /// <param name="cancellationToken">Looked at before each strip of rows.</param>
    /// <exception cref="RefusedException">The rows turned out to be damaged as they were decoded, or cannot be written.</exception>
    byte[] Encode(
        RowSource rows, ImageHeader header, DecodedImage? original, ResizeSpec spec, bool quantise, CancellationToken cancellationToken);
}
