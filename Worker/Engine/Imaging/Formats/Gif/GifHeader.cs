namespace ImgCompress.Engine.Imaging.Formats.Gif;

/// <summary>A GIF's logical screen, its frames' timing, and its extensions.</summary>
internal sealed record GifHeader : ImageHeader
{
    public required bool Interlaced { get; init; }

    /// <summary>Where each frame stands on the screen and in the file; empty for a picture that was made.</summary>
    public required IReadOnlyList<GifFrame> Sequence { get; init; }

    /// <summary>How long each frame is shown, in hundredths of a second.</summary>
    public required IReadOnlyList<int> Delays { get; init; }

    /// <summary>What the NETSCAPE2.0 extension says: 0 for ever, n for n repetitions after the first; null without one.</summary>
    public required int? Repetitions { get; init; }

    /// <summary>Comments and application extensions other than the loop's: where each stands.</summary>
    public required IReadOnlyList<Range> Extensions { get; init; }
}
