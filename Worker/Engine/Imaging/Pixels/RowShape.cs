namespace ImgCompress.Engine.Imaging.Pixels;

/// <summary>What the rows of a <see cref="RowSource"/> hold.</summary>
/// <param name="Width">Pixels a row.</param>
/// <param name="FrameHeight">Rows of one frame.</param>
/// <param name="Frames">Frames, one below the other; 1 for a still image.</param>
/// <param name="Channels">Interleaved samples a pixel, 1 to 4.</param>
/// <param name="BytesPerSample">
/// 1: 0 to 255. 2: 0 to 65,535. 4 and 8: a number of single and of double precision. In the machine's byte order.
/// </param>
/// <param name="HasAlpha">The last channel is straight (not premultiplied) alpha.</param>
internal sealed record RowShape(int Width, int FrameHeight, int Frames, int Channels, int BytesPerSample, bool HasAlpha)
{
    /// <summary>Rows in all.</summary>
    public int Height => FrameHeight * Frames;

    /// <summary>Bytes of one row.</summary>
    public int RowBytes => Width * Channels * BytesPerSample;
}
