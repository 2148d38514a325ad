using System.Runtime.InteropServices;

namespace ImgCompress.Engine.Hosting;

/// <summary>The memory that libvips and its codecs take, of the C library.</summary>
public static partial class NativeHeap
{
    // Of glibc's malloc.h.
    private const int TrimThreshold = -1;
    private const int MapThreshold = -3;
    private const int MostArenas = -8;

    /// <summary>
    /// Lets a picture have the memory of the one before it. By default glibc gives all but 128 KiB of what is freed back to the system, and
    /// gets it again a page fault a page, which for small pictures takes as long as their decoding; and it may make an arena for each
    /// thread, which then has no use for what another one kept.
    /// </summary>
    /// <remarks>
    /// To be called before anything else: a thread stays with the arena that it has. With larger thresholds WebPs would take a few
    /// percent less time, and 44 % more memory.
    /// </remarks>
    public static void SetUp()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            _ = SetOption(MostArenas, Environment.ProcessorCount);
            _ = SetOption(TrimThreshold, 8 << 20);
            _ = SetOption(MapThreshold, 4 << 20);
        }
        catch (EntryPointNotFoundException)
        {
            // musl has no such options.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);
}
