namespace ImgCompress.Engine.Imaging.Formats.Gif;

/// <summary>
/// One frame: its image descriptor and the graphic control extension before it (GIF89a specification, sections 20 and 23). Left, top,
/// width and height are in pixels of the screen, which a frame may leave to the right and at the bottom.
/// </summary>
internal sealed record GifFrame
{
    public required int Left { get; init; }

    public required int Top { get; init; }

    /// <summary>At least 1.</summary>
    public required int Width { get; init; }

    /// <summary>At least 1.</summary>
    public required int Height { get; init; }

    public required bool Interlaced { get; init; }

    public required GifControl Control { get; init; }

    /// <summary>Where the colour table stands, its own or the screen's: three bytes a colour.</summary>
    public required Range Colours { get; init; }

    /// <summary>Where the data stands: the smallest code's size, then sub-blocks.</summary>
    public required int Data { get; init; }

    /// <summary>Whether all of an area of the screen is within the frame.</summary>
    public bool Covers((int Left, int Top, int Right, int Bottom) area) =>
        area.Left >= area.Right || area.Top >= area.Bottom
        || (Left <= area.Left && Top <= area.Top && Left + Width >= area.Right && Top + Height >= area.Bottom);
}
