namespace ImgCompress.Engine.Imaging.Formats.Jpeg.Decoding;

/// <summary>The rows of samples of one component, transformed a row of blocks at a time.</summary>
internal sealed class ComponentRows
{
    private const int Side = 8;

    // A sample comes of those above and below it, which may be in two other rows of blocks.
    private const int HeldBlockRows = 3;

    private readonly CoefficientPlane _coefficients;
    private readonly short[] _quantization;
    private readonly int[] _read;
    private readonly short[] _block = new short[Side * Side];
    private readonly int _stride;
    private readonly byte[] _samples;
    private readonly int _height;
    private int _nextBlockRow;

    /// <param name="component">With all of its coefficients.</param>
    public ComponentRows(FrameComponent component)
    {
        _coefficients = component.Coefficients!;
        _quantization = component.Quantization!;
        _read = new int[_coefficients.FirstScans.Count];
        Width = component.Width;
        _height = component.Height;
        _stride = _coefficients.Across * Side;
        _samples = GC.AllocateUninitializedArray<byte>((HeldBlockRows * Side * _stride) + ChromaUpsampler.Margin);
    }

    /// <summary>Samples a row that belong to the picture.</summary>
    public int Width { get; }

    /// <summary>A row, the nearest where there is none, and <see cref="ChromaUpsampler.Margin"/> more bytes.</summary>
    /// <param name="y">No less than one before the row that was asked for last.</param>
    public ReadOnlySpan<byte> Row(int y)
    {
        y = Math.Clamp(y, 0, _height - 1);
        for (; _nextBlockRow <= y / Side; _nextBlockRow++)
        {
            Transform(_nextBlockRow);
        }

        return _samples.AsSpan(y % (HeldBlockRows * Side) * _stride, _stride + ChromaUpsampler.Margin);
    }

    private void Transform(int blockRow)
    {
        var row = new BlockRow(_coefficients, blockRow, _read);
        var target = _samples.AsSpan(blockRow % HeldBlockRows * Side * _stride);
        for (var i = 0; i < _coefficients.Across; i++, target = target[Side..])
        {
            var dc = (short)(row.Dc(i) * _quantization[0]);
            var nonZero = row.NonZero(i);
            if (nonZero == 0)
            {
                var sample = InverseDct.Flat(dc);
                for (var y = 0; y < Side; y++)
                {
                    target.Slice(y * _stride, Side).Fill(sample);
                }

                continue;
            }

            _block.AsSpan().Clear();
            row.ReadAc(i, _quantization, _block);
            _block[0] = dc;
            InverseDct.Run(_block, nonZero, target, _stride);
        }
    }
}
