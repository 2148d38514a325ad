using NetVips;

namespace ImgCompress.Engine.Imaging.Vips;

/// <summary>Sets libvips up, once for the process: no cache, one thread an image, and only the loaders and savers in use.</summary>
internal static class VipsLibrary
{
    private static readonly string[] InUse =
    [
        "VipsForeignLoadJpegSource", "VipsForeignSaveJpegBuffer",
        "VipsForeignLoadPngSource", "VipsForeignSavePngBuffer",
        "VipsForeignLoadWebpSource", "VipsForeignSaveWebpBuffer",
        "VipsForeignSaveCgifBuffer",
        "VipsForeignLoadTiffSource", "VipsForeignSaveTiffBuffer",
        "VipsForeignLoadHeifSource", "VipsForeignSaveHeifBuffer",
    ];

    private static readonly Lock Gate = new();
    private static bool _isSetUp;

    [ThreadStatic]
    private static int _warnings;

    /// <summary>How many warnings libvips has logged on this thread.</summary>
    public static int Warnings => _warnings;

    /// <summary>Does nothing from the second call on.</summary>
    /// <exception cref="InvalidOperationException">The native library does not load.</exception>
    public static void SetUp()
    {
        lock (Gate)
        {
            if (_isSetUp)
            {
                return;
            }

            if (!ModuleInitializer.VipsInitialized)
            {
                throw new InvalidOperationException("libvips does not load", ModuleInitializer.Exception);
            }

            // Rows are pulled by one thread in order; images run side by side instead.
            NetVips.NetVips.Concurrency = 1;
            Cache.Max = 0;

            // libvips' warnings would go to stderr. What they warn of is either an error by fail_on, or harmless.
            Log.SetLogHandler("VIPS", Enums.LogLevelFlags.All, static (_, level, _) =>
            {
                if (level.HasFlag(Enums.LogLevelFlags.Warning))
                {
                    _warnings++;
                }
            });

            NetVips.NetVips.BlockUntrusted = true;
            Operation.Block("VipsForeign", true);
            foreach (var name in InUse)
            {
                Operation.Block(name, false);
            }

            _isSetUp = true;
        }
    }
}
