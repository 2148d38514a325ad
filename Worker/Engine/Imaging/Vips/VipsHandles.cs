using System.Runtime.CompilerServices;
using NetVips;

namespace ImgCompress.Engine.Imaging.Vips;

/// <summary>NetVips objects around pointers that this program made: NetVips keeps those constructors to itself.</summary>
internal static class VipsHandles
{
    /// <summary>Takes over the reference.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    public static extern Image Image(nint pointer);

    /// <summary>Takes over the reference.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    public static extern Source Source(nint pointer);
}
