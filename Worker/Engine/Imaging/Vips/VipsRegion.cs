using System.Runtime.InteropServices;

namespace ImgCompress.Engine.Imaging.Vips;

/// <summary>
/// The beginning of libvips' <c>VipsRegion</c> (include/vips/region.h), which has accessor macros, but few functions. The fields
/// are read through <see cref="Row"/> alone, and that holds the layout against what libvips says through functions.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct VipsRegion
{
    // GObject.
    private readonly nint _type;
    private readonly uint _references;
    private readonly nint _quarks;

    // VipsObject.
    private readonly int _constructed;
    private readonly int _isStatic;
    private readonly nint _arguments;
    private readonly nint _nickname;
    private readonly nint _description;
    private readonly int _preclose;
    private readonly int _close;
    private readonly int _postclose;
    private readonly nuint _localMemory;

    private readonly nint _image;
    private readonly VipsRect _valid;
    private readonly int _attachment;
    private readonly byte* _data;
    private readonly int _bytesPerLine;

    /// <summary>The area that the region holds.</summary>
    /// <exception cref="InvalidOperationException">The library's layout is another one than was compiled in.</exception>
    public static VipsRect Valid(VipsRegion* region, nint image)
    {
        var valid = region->_valid;
        return region->_image == image
            && valid.Width == VipsNative.RegionWidth(region)
            && valid.Height == VipsNative.RegionHeight(region)
            && region->_data != null
                ? valid
                : throw new InvalidOperationException("libvips lays out its regions in a way that this program does not know");
    }

    /// <summary>
    /// The samples of row <paramref name="y"/> of the image, which must lie in the region, from the region's left edge on.
    /// </summary>
    public static Span<byte> Row(VipsRegion* region, in VipsRect valid, int y, int bytes) =>
        y >= valid.Top && y < valid.Top + valid.Height && (bytes <= region->_bytesPerLine || valid.Height == 1)
            ? new(region->_data + (long)(y - valid.Top) * region->_bytesPerLine, bytes)
            : throw new InvalidOperationException("a row was asked for that libvips did not prepare");
}
