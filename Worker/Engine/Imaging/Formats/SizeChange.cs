namespace ImgCompress.Engine.Imaging.Formats;

/// <summary>An image's size before and after, in pixels: by it the sizes and places that metadata repeats are scaled.</summary>
internal readonly record struct SizeChange(int OldWidth, int OldHeight, int NewWidth, int NewHeight)
{
    /// <summary>From one image's header to another's.</summary>
    public static SizeChange Between(ImageHeader before, ImageHeader after) => new(before.Width, before.Height, after.Width, after.Height);

    /// <summary>A distance across, in pixels, rounded to the nearest.</summary>
    public long Across(long value) => Scaled(value, NewWidth, OldWidth);

    /// <summary>A distance down, in pixels, rounded to the nearest.</summary>
    public long Down(long value) => Scaled(value, NewHeight, OldHeight);

    private static long Scaled(long value, int to, int from) => (long)Math.Floor((double)value * to / from + 0.5);
}
