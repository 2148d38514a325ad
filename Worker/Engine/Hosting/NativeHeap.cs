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
    /// Lets a picture have the memory of the one before it. By default glibc gives back to the system what is freed, and gets it again
    /// a page fault a page, which takes as long as the decoding of a small picture, and a tenth of the time of a progressive JPEG, all
    /// of whose coefficients are in memory. What is kept is kept by each arena, and by default there are more of them than pictures in
    /// progress.
    /// </summary>
    /// <remarks>To be called before anything else: a thread stays with the arena that it has.</remarks>
    public static void SetUp()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            _ = SetOption(MostArenas, Environment.ProcessorCount);
            _ = SetOption(TrimThreshold, 64 << 20);
            _ = SetOption(MapThreshold, 32 << 20);
        }
        catch (EntryPointNotFoundException)
        {
            // musl has no such options.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);
}
