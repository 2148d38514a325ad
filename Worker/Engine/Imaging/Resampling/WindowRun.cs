namespace ImgCompress.Engine.Imaging.Resampling;

/// <summary>Neighbouring windows of the same weights, each as many samples behind the one before.</summary>
/// <param name="Start">The first of them.</param>
/// <param name="Count">How many there are; 0 where no two are such.</param>
/// <param name="Stride">Samples from one to the next.</param>
internal readonly record struct WindowRun(int Start, int Count, int Stride)
{
    /// <summary>One past the last.</summary>
    public int End => Start + Count;

    public static WindowRun LongestOf(ReadOnlySpan<Window> windows)
    {
        var (longest, run) = (default(WindowRun), default(WindowRun));
        for (var o = 1; o < windows.Length; o++)
        {
            var (before, window) = (windows[o - 1], windows[o]);
            var stride = window.First - before.First;
            if (window.Offset != before.Offset)
            {
                run = default;
            }
            else if (run.Count == 0 || stride != run.Stride)
            {
                run = new(o - 1, 2, stride);
            }
            else
            {
                run = run with { Count = run.Count + 1 };
            }

            longest = run.Count > longest.Count ? run : longest;
        }

        return longest;
    }
}
