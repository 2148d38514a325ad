using System.Reflection;
using System.Runtime.InteropServices;

[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]

namespace ImgCompress.Engine.Imaging.Vips;

/// <summary>The few functions of libvips that NetVips does not hand out. The library is the one that NetVips loaded.</summary>
internal static unsafe partial class VipsNative
{
    private const string Library = "libvips";

    /// <summary>VIPS_DEMAND_STYLE_THINSTRIP: strips as wide as the image.</summary>
    public const int ThinStrip = 2;

    static VipsNative() => NativeLibrary.SetDllImportResolver(typeof(VipsNative).Assembly, Resolve);

    [LibraryImport(Library, EntryPoint = "vips_image_new")]
    public static partial nint ImageNew();

    [LibraryImport(Library, EntryPoint = "vips_image_init_fields")]
    public static partial void ImageInitFields(
        nint image, int width, int height, int bands, int format, int coding, int interpretation, double xres, double yres);

    [LibraryImport(Library, EntryPoint = "vips_image_pipeline_array")]
    public static partial int ImagePipelineArray(nint image, int demandStyle, nint* inputs);

    [LibraryImport(Library, EntryPoint = "vips_image_generate")]
    public static partial int ImageGenerate(
        nint image, nint start, delegate* unmanaged[Cdecl]<VipsRegion*, nint, nint, nint, int*, int> generate, nint stop, nint a, nint b);

    [LibraryImport(Library, EntryPoint = "vips_image_set_int", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void ImageSetInt(nint image, string name, int value);

    [LibraryImport(Library, EntryPoint = "vips_image_set_array_int", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void ImageSetArrayInt(nint image, string name, [In] int[] values, int count);

    [LibraryImport(Library, EntryPoint = "vips_image_set_blob_copy", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void ImageSetBlobCopy(nint image, string name, [In] byte[] data, nuint length);

    [LibraryImport(Library, EntryPoint = "vips_region_new")]
    public static partial VipsRegion* RegionNew(nint image);

    [LibraryImport(Library, EntryPoint = "vips_region_prepare")]
    public static partial int RegionPrepare(VipsRegion* region, VipsRect* area);

    [LibraryImport(Library, EntryPoint = "vips_region_width")]
    public static partial int RegionWidth(VipsRegion* region);

    [LibraryImport(Library, EntryPoint = "vips_region_height")]
    public static partial int RegionHeight(VipsRegion* region);

    [LibraryImport(Library, EntryPoint = "vips_source_new_from_memory")]
    public static partial nint SourceNewFromMemory(byte* data, nuint length);

    [LibraryImport(Library, EntryPoint = "vips_g_thread_new", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint ThreadNew(string name, delegate* unmanaged[Cdecl]<nint, nint> function, nint data);

    [LibraryImport(Library, EntryPoint = "vips_thread_shutdown")]
    public static partial void ThreadShutdown();

    [LibraryImport(Library, EntryPoint = "vips_thread_isvips")]
    public static partial int ThreadIsVips();

    [LibraryImport(Library, EntryPoint = "vips_error_clear")]
    public static partial void ErrorClear();

    [LibraryImport(Library, EntryPoint = "g_object_unref")]
    public static partial void ObjectUnref(void* instance);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (name is not Library)
        {
            return 0;
        }

        var file = OperatingSystem.IsWindows() ? "libvips-42.dll" : OperatingSystem.IsMacOS() ? "libvips.42.dylib" : "libvips.so.42";
        return NativeLibrary.Load(file, typeof(NetVips.Image).Assembly, searchPath: null);
    }
}
