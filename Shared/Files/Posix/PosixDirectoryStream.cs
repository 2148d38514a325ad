using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using ImgCompress.Contracts;
using Microsoft.Win32.SafeHandles;
using C = ImgCompress.Files.Posix.PosixConstants;

namespace ImgCompress.Files.Posix;

/// <summary>
/// Reads a directory entry by entry, however large it is, with the names as bytes, which .NET's own enumeration would bend where
/// they are no UTF-8.
/// </summary>
internal sealed unsafe class PosixDirectoryStream : IDisposable
{
    // struct dirent: d_type and d_name at 18 and 19 on Linux, at 20 and 21 on macOS.
    private static readonly int TypeAt = C.IsApple ? 20 : 18;

    private readonly nint _stream;

    public PosixDirectoryStream(SafeFileHandle directory)
    {
        var file = PosixCalls.TryOpen(directory, ".", C.ReadOnly | C.Directory, out var errno)
            ?? throw PosixFault.Of(errno, "cannot read the directory");
        var number = (int)file.DangerousGetHandle();
        _stream = C.IsAppleX64 ? LibC.OpenDirectoryStreamAppleX64(number) : LibC.OpenDirectoryStream(number);
        if (_stream == 0)
        {
            var fault = PosixFault.Last("cannot read the directory");
            file.Dispose();
            throw fault;
        }

        // The stream owns the descriptor from here on.
        file.SetHandleAsInvalid();
    }

    /// <summary>The next name but "." and ".."; <paramref name="kind"/> is null where the directory does not record it.</summary>
    public bool TryRead([NotNullWhen(true)] out string? name, out EntryKind? kind)
    {
        byte* entry;
        ReadOnlySpan<byte> bytes;
        do
        {
            entry = C.IsAppleX64 ? LibC.ReadDirectoryAppleX64(_stream) : LibC.ReadDirectory(_stream);
            if (entry is null)
            {
                (name, kind) = (null, null);
                return Marshal.GetLastPInvokeError() == 0 ? false : throw PosixFault.Last("cannot read the directory");
            }

            bytes = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(entry + TypeAt + 1);
        }
        while (bytes is [(byte)'.'] or [(byte)'.', (byte)'.']);

        name = RelativePath.FromBytes(bytes);
        kind = entry[TypeAt] switch
        {
            0 => null,
            8 => EntryKind.File,
            4 => EntryKind.Directory,
            10 => EntryKind.Link,
            _ => EntryKind.Other,
        };
        return true;
    }

    public void Dispose() => _ = LibC.CloseDirectoryStream(_stream);
}
