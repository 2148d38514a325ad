namespace ImgCompress.Engine.Imaging.Pixels;

/// <summary>The rows of an encoded image.</summary>
internal abstract class DecodedImage(RowShape shape) : RowSource(shape)
{
    /// <summary>
    /// How many columns, and rows of a frame, the picture covers. That is all of them, unless it was decoded at a fraction of its size:
    /// then a part of a last one may be missing.
    /// </summary>
    public (float Across, float Down) Extent { get; set; } = (shape.Width, shape.FrameHeight);

    /// <summary>Frees what the decoder holds, after the last row.</summary>
    /// <exception cref="RefusedException">The decoder found damage at the end.</exception>
    public abstract void Close();
}
