namespace ImgCompress.Engine.Imaging.Formats.Gif;

/// <summary>
/// One frame: its image descriptor and the graphic control extension before it (GIF89a specification, sections 20 and 23).
/// </summary>
internal sealed record GifFrame
{
    /// <summary>Its place, at least one pixel large.</summary>
    public required FrameArea Area { get; init; }

    public required bool Interlaced { get; init; }

    public required GifControl Control { get; init; }

    /// <summary>Where the colour table stands, its own or the screen's: three bytes a colour.</summary>
    public required Range Colours { get; init; }

    /// <summary>Where the data stands: the smallest code's size, then sub-blocks.</summary>
    public required int Data { get; init; }
}
