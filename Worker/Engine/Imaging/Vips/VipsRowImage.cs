using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using ImgCompress.Engine.Imaging.Pixels;
using NetVips;

namespace ImgCompress.Engine.Imaging.Vips;

/// <summary>
/// A libvips image whose pixels are the rows of a <see cref="RowSource"/>, read as the saver asks for them: in order, each once.
/// A saver that asked otherwise would get an error, never other pixels.
/// </summary>
internal sealed unsafe class VipsRowImage : IDisposable
{
    private readonly RowSource _rows;
    private readonly CancellationToken _cancellationToken;
    private readonly nint _handle;
    private readonly int _rowBytes;
    private GCHandle<VipsRowImage> _self;
    private int _next;
    private ExceptionDispatchInfo? _failure;

    public VipsRowImage(RowSource rows, Enums.Interpretation interpretation, CancellationToken cancellationToken)
    {
        VipsLibrary.SetUp();
        _rows = rows;
        _rowBytes = rows.Shape.RowBytes;
        _cancellationToken = cancellationToken;
        Image = VipsHandles.Image(VipsNative.ImageNew());
        _handle = Image.DangerousGetHandle();
        _self = new(this);
        var format = rows.Shape.BytesPerSample switch
        {
            1 => Enums.BandFormat.Uchar,
            2 => Enums.BandFormat.Ushort,
            4 => Enums.BandFormat.Float,
            _ => Enums.BandFormat.Double,
        };
        VipsNative.ImageInitFields(
            _handle, rows.Shape.Width, rows.Shape.Height, rows.Shape.Channels, (int)format, 0, (int)interpretation, 1, 1);
        nint none = 0;
        if (VipsNative.ImagePipelineArray(_handle, VipsNative.ThinStrip, &none) != 0
            || VipsNative.ImageGenerate(_handle, 0, &Generate, 0, GCHandle<VipsRowImage>.ToIntPtr(_self), 0) != 0)
        {
            Dispose();
            throw new VipsException("unable to make an image of rows");
        }
    }

    /// <summary>To be saved once.</summary>
    public Image Image { get; }

    /// <summary>Frames stand below each other; a saver tells them apart by this.</summary>
    /// <param name="delays">How long each frame is shown, in milliseconds.</param>
    /// <param name="loop">0 for ever, else how often all is shown.</param>
    public void SetFrames(int[] delays, int loop)
    {
        VipsNative.ImageSetInt(_handle, "page-height", _rows.Shape.FrameHeight);
        VipsNative.ImageSetArrayInt(_handle, "delay", delays, delays.Length);
        VipsNative.ImageSetInt(_handle, "loop", loop);
    }

    /// <summary>Gives the image a blob of metadata, such as <c>icc-profile-data</c>.</summary>
    public void SetBlob(string name, byte[] data) => VipsNative.ImageSetBlobCopy(_handle, name, data, (nuint)data.Length);

    /// <summary>Throws what the rows threw: no exception crosses libvips' own frames, so a saver ends with a plain error first.</summary>
    public void ThrowIfFailed() => _failure?.Throw();

    public void Dispose()
    {
        Image.Dispose();
        if (_self.IsAllocated)
        {
            _self.Dispose();
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Generate(VipsRegion* region, nint sequence, nint self, nint unused, int* stop)
    {
        var image = GCHandle<VipsRowImage>.FromIntPtr(self).Target;
        try
        {
            image.Fill(region);
            return 0;
        }
        catch (Exception error)
        {
            image._failure ??= ExceptionDispatchInfo.Capture(error);
            return -1;
        }
    }

    private void Fill(VipsRegion* region)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        var valid = VipsRegion.Valid(region, _handle);
        if (valid.Left != 0 || valid.Width != _rows.Shape.Width || valid.Top != _next || _failure is not null)
        {
            throw new InvalidOperationException(
                $"the saver asked for {valid.Width} pixels of row {valid.Top} on, where row {_next} is the next");
        }

        for (var y = valid.Top; y < valid.Top + valid.Height; y++)
        {
            _rows.ReadRow(VipsRegion.Row(region, valid, y, _rowBytes));
        }

        _next = valid.Top + valid.Height;
    }
}
