using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Jpeg.Decoding;

/// <summary>
/// The decoder of progressive JPEGs of the usual kinds: grey, and luma with chroma at full size, at half the width, or at half the width
/// and height. Its samples are libjpeg's to the last bit, for three quarters of the time and half of the memory.
/// </summary>
internal sealed class ProgressiveRowSource : DecodedImage
{
    // libjpeg repeats the samples of narrower chroma.
    private const int LeastSmooth = 3;

    private readonly Frame _frame;
    private readonly ComponentRows[] _components;
    private readonly ChromaUpsampler[] _upsampling;
    private int _row;

    private ProgressiveRowSource(RowShape shape, Frame frame) : base(shape)
    {
        _frame = frame;
        var (across, down) = frame.Components.Length == 1 ? (1, 1) : (frame.Components[0].Across, frame.Components[0].Down);
        _components = [.. frame.Components.Select(component => new ComponentRows(component))];
        _upsampling = across == 1 ? [] : [.. _components[1..].Select(chroma => new ChromaUpsampler(chroma, down == 2))];
    }

    /// <summary>Decodes the coefficients of all scans.</summary>
    /// <param name="file">A JPEG, up to its end marker or further.</param>
    /// <param name="shape">Of the rows.</param>
    /// <param name="cancellationToken">Looked at before each row of blocks.</param>
    /// <returns>Null where it deviates from the standard, or is of another kind: that is left to libjpeg.</returns>
    public static ProgressiveRowSource? TryOpen(ReadOnlySpan<byte> file, RowShape shape, CancellationToken cancellationToken)
    {
        if (!InverseDct.IsSupported)
        {
            return null;
        }

        if (EntropyDecoder.TryRead(file, cancellationToken) is not { } frame)
        {
            return null;
        }

        if (IsUsual(frame) && (frame.Components.Length, frame.Width, frame.Height) == (shape.Channels, shape.Width, shape.Height))
        {
            return new(shape, frame);
        }

        frame.Dispose();
        return null;
    }

    public override void Close() => Dispose();

    public override void ReadRow(Span<byte> row)
    {
        var y = _row++;
        var luma = _components[0].Row(y)[..Shape.Width];
        if (_components.Length == 1)
        {
            luma.CopyTo(row);
        }
        else
        {
            ColourConverter.Run(luma, Chroma(1, y), Chroma(2, y), row);
        }
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _frame.Dispose();
        }
    }

    private static bool IsUsual(Frame frame)
    {
        return frame.IsProgressive && frame.Components switch
        {
            [_] => true,
            [{ Across: 1, Down: 1 }, var blue, var red] => frame.IsYCbCr && IsSingle(blue) && IsSingle(red),
            [{ Across: 2, Down: 1 or 2 }, var blue, var red] =>
                frame.IsYCbCr && IsSingle(blue) && IsSingle(red) && blue.Width >= LeastSmooth,
            _ => false,
        };

        static bool IsSingle(FrameComponent component) => component is { Across: 1, Down: 1 };
    }

    private ReadOnlySpan<byte> Chroma(int component, int y) =>
        _upsampling.Length == 0 ? _components[component].Row(y) : _upsampling[component - 1].Row(y);
}
