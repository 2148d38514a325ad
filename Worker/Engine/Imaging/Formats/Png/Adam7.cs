namespace ImgCompress.Engine.Imaging.Formats.Png;

/// <summary>The seven passes of an interlaced PNG (PNG third edition, section 8.1): each one's first pixel, and the steps to the next.</summary>
internal static class Adam7
{
    public static (int X, int Y, int StepX, int StepY)[] Passes { get; } =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];
}
