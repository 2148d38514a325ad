using System.Buffers;
using ImgCompress.Engine.Imaging.Formats;
using ImgCompress.Engine.Imaging.Pixels;
using NetVips;

namespace ImgCompress.Engine.Imaging.Vips;

/// <summary>The decoder: rows of an encoded image, pulled through libvips a strip at a time.</summary>
internal sealed unsafe class VipsRowSource : DecodedImage
{
    private const int StripRows = 32;
    private const int MaxStripBytes = 64 << 20;

    // Where rows are pulled by the thread that opened this, they are in a region, else in a strip.
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private MemoryHandle _file;
    private readonly Source _source;
    private readonly Image _image;
    private readonly nint _handle;
    private VipsRegion* _region;
    private VipsRect _held;
    private byte[] _strip = [];
    private int _stripTop;
    private int _stripEnd;
    private int _row;
    private bool _isClosed;

    private VipsRowSource(RowShape shape, MemoryHandle file, Source source, Image image) : base(shape)
    {
        _file = file;
        _source = source;
        _image = image;
        _handle = image.DangerousGetHandle();
    }

    /// <summary>Loader's metadata, such as the delays of an animation.</summary>
    public Image Image => _image;

    /// <exception cref="RefusedException">libvips cannot open the file, or finds something else in it than the header says.</exception>
    public static VipsRowSource Open(ReadOnlyMemory<byte> file, ImageHeader header, string loader, VOption options)
    {
        VipsLibrary.SetUp();
        var pinned = file.Pin();
        return Open(
            VipsHandles.Source(VipsNative.SourceNewFromMemory((byte*)pinned.Pointer, (nuint)file.Length)), pinned, header, loader, options);
    }

    /// <param name="file">Read until what is returned is disposed.</param>
    /// <param name="header">What the file's own header says.</param>
    /// <param name="loader">The operation that reads a file from a source.</param>
    /// <param name="options">The loader's.</param>
    /// <exception cref="RefusedException">libvips cannot open the file, or finds something else in it than the header says.</exception>
    public static VipsRowSource Open(Stream file, ImageHeader header, string loader, VOption options)
    {
        VipsLibrary.SetUp();
        var source = new SourceCustom();
        source.OnRead += (buffer, length) => file.Read(buffer, 0, length);
        source.OnSeek += file.Seek;
        return Open(source, default, header, loader, options);
    }

    /// <summary>
    /// Frees what the decoder holds. libjpeg's warnings about the last rows come only now: before, libvips looks at them
    /// ahead of each strip.
    /// </summary>
    /// <exception cref="RefusedException">The decoder warned of damage.</exception>
    public override void Close()
    {
        var before = VipsLibrary.Warnings;
        Dispose();
        if (VipsLibrary.Warnings != before)
        {
            throw RefusedException.Corrupt("the image is damaged: its decoder warned at the end of the data");
        }
    }

    public override void ReadRow(Span<byte> row)
    {
        if (_row >= _stripEnd)
        {
            ReadStrip();
        }

        var held = _held.Height > 0
            ? VipsRegion.Row(_region, _held, _row, Shape.RowBytes)
            : _strip.AsSpan((_row - _stripTop) * Shape.RowBytes, Shape.RowBytes);
        held.CopyTo(row);
        _row++;
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing || _isClosed)
        {
            return;
        }

        _isClosed = true;
        if (_region != null)
        {
            VipsNative.ObjectUnref(_region);
        }

        _image.Dispose();
        _source.Dispose();
        _file.Dispose();
    }

    private static VipsRowSource Open(Source source, MemoryHandle pinned, ImageHeader header, string loader, VOption options)
    {
        Image? image = null;
        VipsLibrary.ForgetErrors();
        try
        {
            image = (Image)Operation.Call(loader, options, source);
            var opaque = header.AlphaUnknownUntilDecoded && image.Bands == header.Channels - 1;
            var shape = opaque ? header.Shape with { Channels = image.Bands, HasAlpha = false } : header.Shape;
            Check(image, shape);
            return new(shape, pinned, source, image);
        }
        catch (Exception error)
        {
            image?.Dispose();
            source.Dispose();
            pinned.Dispose();
            if (error is VipsException vips)
            {
                throw RefusedException.Corrupt($"the image does not decode: {VipsErrorText.Of(vips, loader)}");
            }

            throw;
        }
    }

    private static void Check(Image image, RowShape shape)
    {
        var sampleBytes = image.Format switch
        {
            Enums.BandFormat.Uchar => 1,
            Enums.BandFormat.Ushort => 2,
            Enums.BandFormat.Uint or Enums.BandFormat.Int or Enums.BandFormat.Float => 4,
            _ => 0,
        };
        if (image.Width != shape.Width
            || image.Height != shape.Height
            || image.Bands != shape.Channels
            || sampleBytes != shape.BytesPerSample)
        {
            throw RefusedException.Corrupt(
                $"the header says {shape.Width}×{shape.Height} of {shape.Channels} channels of {shape.BytesPerSample} bytes, the decoder"
                + $" {image.Width}×{image.Height} of {image.Bands} channels in {image.Format}");
        }
    }

    /// <summary>
    /// A region and its samples belong to the thread that prepares it: libvips keeps them in a cache of that thread, without a lock. Where
    /// rows are pulled by a thread of the encoder, this is disposed of by another; so no region outlives the call. Where they are pulled by
    /// the thread that opened this, which disposes of it too, one region serves for all: it costs more than the rows of a small picture.
    /// </summary>
    private void ReadStrip()
    {
        if (_row >= Shape.Height)
        {
            throw new InvalidOperationException("a row was asked for after the last one");
        }

        var rows = Math.Clamp(MaxStripBytes / Shape.RowBytes, 1, StripRows);
        var area = new VipsRect { Left = 0, Top = _row, Width = Shape.Width, Height = Math.Min(rows, Shape.Height - _row) };
        if (Environment.CurrentManagedThreadId == _thread)
        {
            _region = _region != null ? _region : MakeRegion();
            _held = Prepare(_region, area);
        }
        else
        {
            _held = default;
            ReadStrip(area);
        }

        _stripTop = area.Top;
        _stripEnd = area.Top + area.Height;
    }

    private void ReadStrip(VipsRect area)
    {
        if (_strip.Length == 0)
        {
            _strip = GC.AllocateUninitializedArray<byte>(area.Height * Shape.RowBytes);
        }

        var region = MakeRegion();
        try
        {
            var valid = Prepare(region, area);
            for (var y = 0; y < area.Height; y++)
            {
                VipsRegion.Row(region, valid, area.Top + y, Shape.RowBytes).CopyTo(_strip.AsSpan(y * Shape.RowBytes));
            }
        }
        finally
        {
            VipsNative.ObjectUnref(region);
        }
    }

    private VipsRegion* MakeRegion()
    {
        var region = VipsNative.RegionNew(_handle);
        return region != null ? region : throw new VipsException("unable to make a region");
    }

    /// <summary>Decodes into the region; what it then holds.</summary>
    private VipsRect Prepare(VipsRegion* region, VipsRect area)
    {
        VipsLibrary.ForgetErrors();
        if (VipsNative.RegionPrepare(region, &area) != 0)
        {
            var words = VipsErrorText.Of(new VipsException("unable to decode"), $"decoding from row {_row} on");
            throw RefusedException.Corrupt($"the image is damaged: {words}");
        }

        var valid = VipsRegion.Valid(region, _handle);
        return valid.Left == 0 && valid.Width == Shape.Width
            ? valid
            : throw new InvalidOperationException("libvips prepared other rows than were asked for");
    }
}
