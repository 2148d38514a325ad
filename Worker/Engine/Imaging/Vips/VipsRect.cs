using System.Runtime.InteropServices;

namespace ImgCompress.Engine.Imaging.Vips;

/// <summary>libvips' <c>VipsRect</c> (include/vips/rect.h), in pixels.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct VipsRect
{
    public int Left;
    public int Top;
    public int Width;
    public int Height;
}
