using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats;

/// <summary>
/// One image format: how its files are recognised, read, checked, decoded and written, and what of an original's metadata goes into
/// its replacement. Stateless; safe to call from several threads.
/// </summary>
internal abstract class ImageFormat
{
    /// <summary>As people write it: <c>JPEG</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The greatest width and height, in pixels, that the codec writes.</summary>
    public abstract int MaxSide { get; }

    /// <summary>Whether the first bytes are those of this format.</summary>
    public abstract bool Matches(ReadOnlySpan<byte> file);

    /// <summary>Reads the header of a file that <see cref="Matches"/>.</summary>
    /// <exception cref="RefusedException">It is damaged, or of a form that would not come out as it went in.</exception>
    public abstract ImageHeader ReadHeader(ReadOnlySpan<byte> file);

    /// <summary>Bytes that decoder and encoder hold at their peak beside some rows, from above.</summary>
    /// <param name="header">The original's.</param>
    /// <param name="decoded">Bytes of all its samples.</param>
    /// <param name="encoded">Bytes of all samples of the new image.</param>
    public abstract long EstimatePeakBytes(ImageHeader header, long decoded, long encoded);

    /// <summary>How many bytes the new file takes, from above: a little more than the samples, which is what does not compress.</summary>
    public virtual long EstimateFileBytes(ImageHeader header, long fileBytes, long decoded, long encoded, ResizeSpec spec) =>
        encoded + encoded / 64 + 65_536 + Math.Min(fileBytes, 1 << 20);

    /// <summary>Looks for the damage that the decoder forgives, over the whole file, before it is decoded.</summary>
    /// <exception cref="RefusedException">The file is damaged.</exception>
    public abstract void CheckIntegrity(ReadOnlySpan<byte> file, ImageHeader header, CancellationToken cancellationToken);

    /// <summary>Begins to decode.</summary>
    /// <exception cref="RefusedException">The file does not decode, or holds something else than the header says.</exception>
    public abstract DecodedImage Decode(ReadOnlyMemory<byte> file, ImageHeader header, CancellationToken cancellationToken);

    /// <summary>
    /// Begins to decode, where the decoder can at a fraction of the size: that is cheaper, and nearly what a filter gives. Else in full.
    /// </summary>
    /// <param name="file">As for <see cref="Decode"/>.</param>
    /// <param name="header">As for <see cref="Decode"/>.</param>
    /// <param name="most">What may be left out at most.</param>
    /// <param name="cancellationToken">As for <see cref="Decode"/>.</param>
    /// <exception cref="RefusedException">The file does not decode, or holds something else than the header says.</exception>
    public virtual DecodedImage DecodeSmaller(
        ReadOnlyMemory<byte> file, ImageHeader header, Shrinkage most, CancellationToken cancellationToken) =>
        Decode(file, header, cancellationToken);

    /// <summary>
    /// Writes rows in the encoded form that a header describes; <see cref="CopyMetadata"/> puts the metadata in afterwards.
    /// </summary>
    /// <param name="rows">The new image; read to its end.</param>
    /// <param name="header">The form. Its size is the original's.</param>
    /// <param name="original">Where the rows come from, which may be freed once they are read; null for a picture that was made.</param>
    /// <param name="spec">For the quality, and whether metadata is stripped.</param>
    /// <param name="cancellationToken">Looked at before each strip of rows.</param>
    /// <exception cref="RefusedException">The rows turned out to be damaged as they were decoded, or cannot be written.</exception>
    public abstract byte[] Encode(
        RowSource rows, ImageHeader header, DecodedImage? original, ResizeSpec spec, CancellationToken cancellationToken);

    /// <summary>Puts the original's metadata into the new file.</summary>
    /// <param name="original">The file that <paramref name="header"/> is of.</param>
    /// <param name="header">The original's.</param>
    /// <param name="encoded">The new picture in the same form; may be written to.</param>
    /// <param name="strip">Only what tells the colours and the orientation.</param>
    public abstract byte[] CopyMetadata(ReadOnlySpan<byte> original, ImageHeader header, byte[] encoded, bool strip);

    /// <summary>Puts the original's metadata, and its further pictures, into the new file.</summary>
    /// <param name="original">The file that <paramref name="header"/> is of.</param>
    /// <param name="header">The original's.</param>
    /// <param name="encoded">The new picture in the same form; may be written to.</param>
    /// <param name="further">The new ones of <see cref="ImageHeader.Further"/>, each with its metadata; none where stripped.</param>
    /// <param name="strip">Only what tells the colours and the orientation.</param>
    public virtual byte[] Join(
        ReadOnlySpan<byte> original, ImageHeader header, byte[] encoded, IReadOnlyList<byte[]> further, bool strip) =>
        CopyMetadata(original, header, encoded, strip);
}
