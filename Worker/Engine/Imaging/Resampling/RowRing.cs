using System.Buffers;
using System.Runtime.InteropServices;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Resampling;

/// <summary>
/// The source rows that the vertical pass is summing, and no more: as the source gives them, or premultiplied where they
/// have alpha.
/// </summary>
internal sealed unsafe class RowRing : IDisposable
{
    private readonly RowSource _source;
    private readonly RowShape _shape;
    private readonly Taps _taps;
    private readonly byte[][] _rows;
    private readonly PinnedGCHandle<byte[]>[] _pins;
    private readonly byte[]? _straight;
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
        _pins = new PinnedGCHandle<byte[]>[taps.MaxCount];
        _straight = Premultiplies ? ArrayPool<byte>.Shared.Rent(_shape.RowBytes) : null;
        for (var i = 0; i < _rows.Length; i++)
        {
            _rows[i] = ArrayPool<byte>.Shared.Rent(checked(_shape.RowBytes * (Premultiplies && _shape.BytesPerSample < 4 ? 2 : 1)));
            _pins[i] = new(_rows[i]);
        }
    }

    /// <summary>Whether what is summed is colour times alpha.</summary>
    public bool Premultiplies { get; }

    /// <summary>Reads as far as the window of result row <paramref name="o"/> of the frame goes, and returns it.</summary>
    public Window Read(int o)
    {
        var window = _taps.Windows[o];
        ReadTo(window.End, window.First);
        return window;
    }

    /// <summary>Row <paramref name="y"/> of the frame, of the window that was read last.</summary>
    public byte[] Row(int y) => _rows[y % _rows.Length];

    /// <summary>The same, where it stands until this is disposed of.</summary>
    public byte* Address(int y) => _pins[y % _rows.Length].GetAddressOfArrayData();

    /// <summary>Reads what no window of the frame reaches: damage there is found, and the next frame begins at its own first row.</summary>
    public void EndFrame()
    {
        ReadTo(_shape.FrameHeight, _shape.FrameHeight);
        _read = 0;
    }

    public void Dispose()
    {
        for (var i = 0; i < _rows.Length; i++)
        {
            _pins[i].Dispose();
            ArrayPool<byte>.Shared.Return(_rows[i]);
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
            case 8:
                Premultiplication.Multiply(
                    MemoryMarshal.Cast<byte, double>(straight), _shape.Channels, MemoryMarshal.Cast<byte, double>(row.AsSpan()));
                break;
            default:
                Premultiplication.Multiply(
                    MemoryMarshal.Cast<byte, float>(straight), _shape.Channels, MemoryMarshal.Cast<byte, float>(row.AsSpan()));
                break;
        }
    }
}
