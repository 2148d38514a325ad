using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats;

/// <summary>
/// The canvas of an animation, as browsers show it: it begins transparent, frames are drawn on it one after the other, and each is
/// disposed of before the next one is drawn.
/// </summary>
internal sealed class FrameCanvas
{
    private readonly RowShape _shape;
    private readonly byte[] _pixels;
    private byte[]? _before;
    private FrameArea _area;
    private FrameDisposal _disposal;

    /// <exception cref="RefusedException">The canvas takes more than an array can hold.</exception>
    public FrameCanvas(RowShape shape)
    {
        var bytes = (long)shape.RowBytes * shape.FrameHeight;
        if (bytes > Array.MaxLength)
        {
            throw RefusedException.TooLarge(
                $"{bytes} bytes of an animation's canvas, which is needed at once, are more than {Array.MaxLength}");
        }

        (_shape, _pixels) = (shape, new byte[bytes]);
    }

    /// <summary>Whether a place of the canvas is empty while one of the frames is shown.</summary>
    public static bool HasGaps(int width, int height, IEnumerable<(FrameArea Area, FrameDisposal Disposal)> frames)
    {
        var empty = new FrameArea(0, 0, width, height);
        foreach (var (area, disposal) in frames)
        {
            if (!area.Covers(empty))
            {
                return true;
            }

            empty = disposal switch
            {
                FrameDisposal.Clear => area.Within(width, height),
                FrameDisposal.Restore => empty,
                _ => default,
            };
        }

        return false;
    }

    /// <summary>Disposes of the frame before. What is drawn from now on is this one.</summary>
    public void Begin(FrameArea area, FrameDisposal disposal)
    {
        switch (_disposal)
        {
            case FrameDisposal.Clear:
                for (var y = 0; y < _area.Height; y++)
                {
                    FrameRow(y).Clear();
                }

                break;
            case FrameDisposal.Restore:
                _before!.CopyTo(_pixels, 0);
                break;
        }

        (_area, _disposal) = (area.Within(_shape.Width, _shape.FrameHeight), disposal);
        if (disposal == FrameDisposal.Restore)
        {
            _before ??= new byte[_pixels.Length];
            _pixels.CopyTo(_before, 0);
        }
    }

    /// <summary>Row <paramref name="y"/> of the canvas.</summary>
    public ReadOnlySpan<byte> Row(int y) => _pixels.AsSpan(y * _shape.RowBytes, _shape.RowBytes);

    /// <summary>What row <paramref name="y"/> of the frame takes of the canvas; nothing where it is below it.</summary>
    public Span<byte> FrameRow(int y)
    {
        var pixelBytes = _shape.Channels * _shape.BytesPerSample;
        return y < _area.Height
            ? _pixels.AsSpan((_area.Top + y) * _shape.RowBytes + _area.Left * pixelBytes, _area.Width * pixelBytes)
            : [];
    }
}
