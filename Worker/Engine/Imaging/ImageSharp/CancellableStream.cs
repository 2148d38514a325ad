using System.Runtime.InteropServices;

namespace ImgCompress.Engine.Imaging.ImageSharp;

/// <summary>
/// Bytes in memory that are no longer read or written once the work is cancelled: ImageSharp's own decoders and encoders take no token.
/// </summary>
internal sealed class CancellableStream : MemoryStream
{
    private readonly CancellationToken _cancellationToken;

    /// <summary>An empty stream to write to.</summary>
    public CancellableStream(CancellationToken cancellationToken) => _cancellationToken = cancellationToken;

    private CancellableStream(ArraySegment<byte> bytes, CancellationToken cancellationToken)
        : base(bytes.Array!, bytes.Offset, bytes.Count, writable: false) => _cancellationToken = cancellationToken;

    /// <summary>A stream that reads <paramref name="bytes"/>.</summary>
    public static CancellableStream Over(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) =>
        new(MemoryMarshal.TryGetArray(bytes, out var array) ? array : bytes.ToArray(), cancellationToken);

    public override int Read(byte[] buffer, int offset, int count)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        return base.Read(buffer, offset, count);
    }

    public override int Read(Span<byte> buffer)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        return base.Read(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        base.Write(buffer, offset, count);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        base.Write(buffer);
    }
}
