using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Jpeg.Decoding;

/// <summary>A JPEG's frame header (SOF), and what its scans have coded.</summary>
internal sealed class Frame : IDisposable
{
    private Frame(bool isProgressive, int width, int height, FrameComponent[] components, (int Across, int Down) mcus)
    {
        IsProgressive = isProgressive;
        Width = width;
        Height = height;
        Components = components;
        Mcus = mcus;
    }

    public bool IsProgressive { get; }

    /// <summary>In pixels.</summary>
    public int Width { get; }

    public int Height { get; }

    public FrameComponent[] Components { get; }

    /// <summary>Minimum coded units (MCU) of an interleaved scan.</summary>
    public (int Across, int Down) Mcus { get; }

    /// <summary>Whether the three components are luma, blue difference and red difference.</summary>
    public bool IsYCbCr { get; set; }

    /// <summary>Whether all coefficients have been coded to their last bit.</summary>
    public bool IsComplete => Array.TrueForAll(Components, component => component.IsComplete);

    /// <param name="segment">The segment behind its length.</param>
    /// <param name="isProgressive">By its marker.</param>
    /// <exception cref="RefusedException">It is out of the standard's range.</exception>
    public static Frame Read(ReadOnlySpan<byte> segment, bool isProgressive)
    {
        var bytes = new HeaderBytes(segment);
        var (height, width, count) = (bytes.U16(1), bytes.U16(3), bytes.U8(5));
        Require(bytes.U8(0) == 8 && width > 0 && height > 0 && count is >= 1 and <= 4 && segment.Length == 6 + (3 * count));
        var components = new FrameComponent[count];
        for (var i = 0; i < count; i++)
        {
            var (across, down) = (bytes.U8(7 + (3 * i)) >> 4, bytes.U8(7 + (3 * i)) & 15);
            var table = bytes.U8(8 + (3 * i));
            Require(across is >= 1 and <= 4 && down is >= 1 and <= 4 && table <= 3);
            components[i] = new() { Id = bytes.U8(6 + (3 * i)), Across = across, Down = down, QuantizationTable = table };
        }

        var (maxAcross, maxDown) = (components.Max(c => c.Across), components.Max(c => c.Down));
        var mcus = (Across: Parts(width, 8 * maxAcross), Down: Parts(height, 8 * maxDown));
        foreach (var component in components)
        {
            component.Width = Parts(width * component.Across, maxAcross);
            component.Height = Parts(height * component.Down, maxDown);
            component.BlocksAcross = Parts(component.Width, 8);
            component.BlocksDown = Parts(component.Height, 8);
            component.Coefficients = isProgressive ? new(mcus.Across * component.Across, mcus.Down * component.Down) : null;
        }

        return new(isProgressive, width, height, components, mcus);
    }

    public void Dispose()
    {
        foreach (var component in Components)
        {
            component.Coefficients?.Dispose();
        }
    }

    private static int Parts(int whole, int part) => (whole + part - 1) / part;

    private static void Require(bool condition)
    {
        if (!condition)
        {
            throw RefusedException.Corrupt("a JPEG's frame header is out of range");
        }
    }
}
