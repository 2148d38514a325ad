using System.Runtime.InteropServices;

namespace ImgCompress.Files.Posix;

/// <summary>The numbers that differ between Linux on x64, Linux on arm64, and macOS; from their headers fcntl.h and errno.h.</summary>
internal static class PosixConstants
{
    public static readonly bool IsApple = OperatingSystem.IsMacOS();

    /// <summary>Where the plain names of stat and readdir still mean the calls with 32-bit inodes.</summary>
    public static readonly bool IsAppleX64 = IsApple && RuntimeInformation.ProcessArchitecture == Architecture.X64;

    private static readonly bool IsLinuxArm64 = !IsApple && RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    public const int ReadOnly = 0;
    public const int WriteOnly = 1;
    public const int ReadWrite = 2;
    public static readonly int Create = IsApple ? 0x200 : 0x40;
    public static readonly int Exclusive = IsApple ? 0x800 : 0x80;
    public static readonly int NonBlocking = IsApple ? 0x4 : 0x800;
    public static readonly int NoFollow = IsApple ? 0x100 : IsLinuxArm64 ? 0x8000 : 0x20000;
    public static readonly int Directory = IsApple ? 0x100000 : IsLinuxArm64 ? 0x4000 : 0x10000;
    public static readonly int CloseOnExec = IsApple ? 0x1000000 : 0x80000;

    /// <summary>Opens a directory to go through it, which needs no permission to read it (O_SEARCH, O_PATH).</summary>
    public static readonly int Traverse = (IsApple ? 0x40000000 : 0x200000) | Directory | CloseOnExec;

    /// <summary>unlinkat's AT_REMOVEDIR.</summary>
    public static readonly int RemoveDirectory = IsApple ? 0x80 : 0x200;

    /// <summary>fcntl's F_FULLFSYNC: macOS's fsync leaves the drive's cache unflushed.</summary>
    public const int AppleFullSync = 51;

    public const int PermissionDenied = 1;
    public const int NoEntry = 2;
    public const int Interrupted = 4;
    public const int InvalidArgument = 22;
    public const int AccessDenied = 13;
    public const int OutOfMemory = 12;
    public const int Exists = 17;
    public const int CrossDevice = 18;
    public const int NotADirectory = 20;
    public const int IsADirectory = 21;
    public const int NoDevice = 6;
    public const int NoSpace = 28;
    public const int ReadOnlyFileSystem = 30;
    public static readonly int WouldBlock = IsApple ? 35 : 11;
    public static readonly int TooManyLinks = IsApple ? 62 : 40;
    public static readonly int Stale = IsApple ? 70 : 116;
    public static readonly int QuotaExceeded = IsApple ? 69 : 122;
    public static readonly int NameTooLong = IsApple ? 63 : 36;
    public static readonly int NotSupported = IsApple ? 45 : 95;
    public static readonly int NoSuchCall = IsApple ? 78 : 38;

    /// <summary>renameat2's RENAME_NOREPLACE; renameatx_np's RENAME_EXCL.</summary>
    public static readonly uint NoReplace = IsApple ? 4u : 1u;

    /// <summary>renameat2's RENAME_EXCHANGE; renameatx_np's RENAME_SWAP.</summary>
    public const uint Exchange = 2;
}
