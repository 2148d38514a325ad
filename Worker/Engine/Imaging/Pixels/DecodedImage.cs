namespace ImgCompress.Engine.Imaging.Pixels;

/// <summary>The rows of an encoded image.</summary>
internal abstract class DecodedImage(RowShape shape) : RowSource(shape)
{
    /// <summary>Frees what the decoder holds, after the last row.</summary>
    /// <exception cref="RefusedException">The decoder found damage at the end.</exception>
    public abstract void Close();
}
