namespace ImgCompress.Engine.Imaging.Formats.Gif;

/// <summary>A graphic control extension (GIF89a specification, section 23).</summary>
/// <param name="Disposal">What becomes of the frame when its time is over.</param>
/// <param name="Delay">How long it is shown, in hundredths of a second.</param>
/// <param name="Transparent">The index that lets through what was there before; null where all are colours.</param>
internal sealed record GifControl(FrameDisposal Disposal, int Delay, byte? Transparent)
{
    /// <summary>Of a frame that has none.</summary>
    public static GifControl None { get; } = new(FrameDisposal.Keep, 0, null);

    /// <param name="bytes">The file.</param>
    /// <param name="at">Where the size of the extension's first sub-block stands.</param>
    public static GifControl Read(HeaderBytes bytes, long at)
    {
        var flags = bytes.U8(at + 1);
        var disposal = ((flags >> 2) & 7) switch
        {
            2 => FrameDisposal.Clear,
            // Early writers took the number for a bit; browsers know both.
            3 or 4 => FrameDisposal.Restore,
            _ => FrameDisposal.Keep,
        };
        return new(disposal, bytes.U16(at + 2), (flags & 1) != 0 ? bytes.U8(at + 4) : null);
    }
}
