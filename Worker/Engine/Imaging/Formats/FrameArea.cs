namespace ImgCompress.Engine.Imaging.Formats;

/// <summary>A rectangle of an animation's canvas, in pixels. A GIF's may leave the canvas to the right and at the bottom.</summary>
internal readonly record struct FrameArea(int Left, int Top, int Width, int Height)
{
    /// <summary>One past the last column.</summary>
    public int Right => Left + Width;

    /// <summary>One past the last row.</summary>
    public int Bottom => Top + Height;

    /// <summary>Whether all of <paramref name="other"/> is within this one.</summary>
    public bool Covers(FrameArea other) =>
        other.Width == 0 || other.Height == 0
        || (Left <= other.Left && Top <= other.Top && Right >= other.Right && Bottom >= other.Bottom);

    /// <summary>What lies on a canvas.</summary>
    public FrameArea Within(int width, int height)
    {
        var (left, top) = (Math.Min(Left, width), Math.Min(Top, height));
        return new(left, top, Math.Min(Right, width) - left, Math.Min(Bottom, height) - top);
    }
}
