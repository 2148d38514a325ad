using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ImgCompress.Engine.Imaging.Formats.Jpeg.Decoding;

/// <summary>
/// An array outside of the collected heap: those of a large picture are tens of megabytes, which the system gets back at once, and what is
/// never written takes no memory.
/// </summary>
internal sealed unsafe class NativeArray<T>(long length) : IDisposable where T : unmanaged
{
    private T* _items = (T*)NativeMemory.AllocZeroed((nuint)length, (nuint)sizeof(T));

    public long Length { get; private set; } = length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<T> Slice(long start, int count)
    {
        ObjectDisposedException.ThrowIf(_items == null, this);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)start, (ulong)Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)count, (ulong)(Length - start));
        return new(_items + start, count);
    }

    /// <summary>Makes room for at least so many items; those that are there are kept.</summary>
    public void Grow(long atLeast)
    {
        if (atLeast > Length)
        {
            var grown = Math.Max(atLeast, 2 * Length);
            _items = (T*)NativeMemory.Realloc(_items, checked((nuint)grown * (nuint)sizeof(T)));
            Length = grown;
        }
    }

    public void Dispose()
    {
        NativeMemory.Free(_items);
        _items = null;
    }
}
