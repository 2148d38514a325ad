using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ImgCompress.Files.Windows;

/// <summary>The calls of Windows that .NET does not give.</summary>
internal static unsafe partial class Kernel32
{
    public const uint ReplaceExisting = 0x1;
    public const uint WriteThrough = 0x8;

    private const string Library = "kernel32.dll";

    /// <summary>BY_HANDLE_FILE_INFORMATION: 52 bytes.</summary>
    [LibraryImport(Library, EntryPoint = "GetFileInformationByHandle", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool GetFileInformation(SafeFileHandle file, byte* information);

    [LibraryImport(Library, EntryPoint = "MoveFileExW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool MoveFile(string from, string to, uint flags);

    [LibraryImport(Library, EntryPoint = "CreateHardLinkW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool CreateHardLink(string name, string existing, nint security);
}
