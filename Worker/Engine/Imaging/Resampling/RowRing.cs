using System.Buffers;
using System.Runtime.InteropServices;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Resampling;

/// <summary>
/// The source rows that the vertical pass is summing, and no more: as the source gives them, or premultiplied where they
/// have alpha.
/// </summary>
internal sealed class RowRing : IDisposable
{
    private readonly RowSource _source;
    private readonly RowShape _shape;
    private readonly Taps _taps;
    private readonly byte[][] _rows;
    private readonly byte[]? _straight;
    private readonly byte[][] _summed;
    private readonly float[] _weights;
    private int _read;

    /// <param name="source">Stays the caller's to dispose.</param>
    /// <param name="taps">The windows of the vertical axis, over the rows of one frame.</param>
    public RowRing(RowSource source, Taps taps)
    {
        _source = source;
        _shape = source.Shape;
        _taps = taps;
        Premultiplies = _shape is { HasAlpha: true, Channels: > 1 };
        _rows = new byte[taps.MaxCount][];
        _summed = new byte[taps.MaxCount][];
        _weights = new float[taps.MaxCount];
        _straight = Premultiplies ? ArrayPool<byte>.Shared.Rent(_shape.RowBytes) : null;
        for (var i = 0; i < _rows.Length; i++)
        {
            _rows[i] = ArrayPool<byte>.Shared.Rent(checked(_shape.RowBytes * (Premultiplies && _shape.BytesPerSample < 4 ? 2 : 1)));
        }
    }

    /// <summary>Whether what is summed is colour times alpha.</summary>
    public bool Premultiplies { get; }

    /// <summary>Sums result row <paramref name="o"/> of the frame, as wide as the source, reading as far as its window goes.</summary>
    public void Sum(int o, Span<float> sums)
    {
        var window = _taps.Windows[o];
        ReadTo(window.End, window.First);
        var weights = _taps.Weights.Slice(window.Offset, window.Count);
        var count = 0;
        for (var t = 0; t < weights.Length; t++)
        {
            // Lanczos and Catmull-Rom are 0 at every whole distance.
            if (weights[t] == 0)
            {
                continue;
            }

            _summed[count] = _rows[(window.First + t) % _rows.Length];
            _weights[count++] = weights[t];
        }

        // Leaving out zeros leaves mirrored weights mirrored.
        var mirrored = window.IsMirrored;
        switch (_shape.BytesPerSample, Premultiplies)
        {
            case (1, false):
                VerticalPass.Run<byte>(_summed.AsSpan(0, count), _weights.AsSpan(0, count), mirrored, sums);
                break;
            case (2, true) or (4, _):
                VerticalPass.Run<float>(_summed.AsSpan(0, count), _weights.AsSpan(0, count), mirrored, sums);
                break;
            default:
                VerticalPass.Run<ushort>(_summed.AsSpan(0, count), _weights.AsSpan(0, count), mirrored, sums);
                break;
        }
    }

    /// <summary>Reads what no window of the frame reaches: damage there is found, and the next frame begins at its own first row.</summary>
    public void EndFrame()
    {
        ReadTo(_shape.FrameHeight, _shape.FrameHeight);
        _read = 0;
    }

    public void Dispose()
    {
        foreach (var row in _rows)
        {
            ArrayPool<byte>.Shared.Return(row);
        }

        if (_straight is not null)
        {
            ArrayPool<byte>.Shared.Return(_straight);
        }
    }

    /// <summary>Reads rows up to <paramref name="end"/>, of which those before <paramref name="needed"/> are in no window.</summary>
    private void ReadTo(int end, int needed)
    {
        for (; _read < end; _read++)
        {
            // The row that stood here is at least a window's length above this one: no window that is left has it.
            var row = _rows[_read % _rows.Length];
            if (_straight is null)
            {
                _source.ReadRow(row.AsSpan(0, _shape.RowBytes));
                continue;
            }

            var straight = _straight.AsSpan(0, _shape.RowBytes);
            _source.ReadRow(straight);
            if (_read >= needed)
            {
                Premultiply(straight, row);
            }
        }
    }

    private void Premultiply(Span<byte> straight, byte[] row)
    {
        switch (_shape.BytesPerSample)
        {
            case 1:
                Premultiplication.Multiply(straight, _shape.Channels, MemoryMarshal.Cast<byte, ushort>(row.AsSpan()));
                break;
            case 2:
                Premultiplication.Multiply(
                    MemoryMarshal.Cast<byte, ushort>(straight), _shape.Channels, MemoryMarshal.Cast<byte, float>(row.AsSpan()));
                break;
            default:
                Premultiplication.Multiply(
                    MemoryMarshal.Cast<byte, float>(straight), _shape.Channels, MemoryMarshal.Cast<byte, float>(row.AsSpan()));
                break;
        }
    }
}
