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

    /// <summary>Parts of warnings about files of which every pixel comes out as it should: they are not counted.</summary>
    private static readonly string[] Harmless =
    [
        // LZW as it was before TIFF 6.0.
        "Old-style LZW codes",
        // The last strip holds whole blocks, of which some rows are beyond the picture.
        "JPEG strip size exceeds expected dimensions",
        // Samples that are not packed tell by themselves how many there are; whether all are there is seen as they are read.
        "is missing required \"StripByteCounts\" field, calculating from imagelength",
        // What further channels mean is not said.
        "Defining non-color channels as ExtraSamples",
    ];

    private static readonly Lock Gate = new();
    private static bool _isSetUp;

    [ThreadStatic]
    private static int _warnings;

    [ThreadStatic]
    private static string? _warning;

    /// <summary>How many warnings libvips has logged on this thread, beside the harmless ones.</summary>
    public static int Warnings => _warnings;

    /// <summary>
    /// What libvips warned of first on this thread since <see cref="ForgetErrors"/>: later warnings tell what came of it.
    /// </summary>
    public static string? Warning => _warning;

    /// <summary>To be called before an operation, so that words of an earlier one are not taken for its own.</summary>
    public static void ForgetErrors()
    {
        _warning = null;
        VipsNative.ErrorClear();
    }

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
            Log.SetLogHandler("VIPS", Enums.LogLevelFlags.All, static (_, level, message) =>
            {
                if (level.HasFlag(Enums.LogLevelFlags.Warning)
                    && !Array.Exists(Harmless, part => message.Contains(part, StringComparison.Ordinal)))
                {
                    _warnings++;
                    _warning ??= message;
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
