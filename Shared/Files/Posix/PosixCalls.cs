using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using ImgCompress.Contracts;
using Microsoft.Win32.SafeHandles;
using C = ImgCompress.Files.Posix.PosixConstants;

namespace ImgCompress.Files.Posix;

/// <summary>The calls of <see cref="LibC"/> with names as text, handles that close themselves, and faults instead of errno.</summary>
internal static unsafe class PosixCalls
{
    private const int NoFollowLink = 0x100;
    private const int AppleNoFollowLink = 0x20;
    private const int EmptyPath = 0x1000;
    private const uint BasicStats = 0x7FF;
    private const uint MountIdOfStats = 0x1000;
    private const int StatusSize = 256;
    private const int LockShared = 1;
    private const int LockExclusively = 2;
    private const int LockWithoutWaiting = 4;
    private const int LockFUnlock = 0;
    private const int LockFTry = 2;

    public static SafeFileHandle? TryOpen(SafeFileHandle directory, string name, int flags, out int errno, uint mode = 0)
    {
        var zeroTerminated = Zero(name);
        int file;
        fixed (byte* p = zeroTerminated)
        {
            do
            {
                file = C.IsApple
                    ? LibC.OpenAtApple(Number(directory), p, flags | C.CloseOnExec, 0, 0, 0, 0, 0, mode)
                    : LibC.OpenAt(Number(directory), p, flags | C.CloseOnExec, mode);
                errno = file < 0 ? Marshal.GetLastPInvokeError() : 0;
            }
            while (errno == C.Interrupted);
        }

        return file < 0 ? null : new SafeFileHandle(file, ownsHandle: true);
    }

    /// <summary>Opens a path by its full name, following links: only for the root itself.</summary>
    public static SafeFileHandle OpenRoot(string location) => TryOpenRoot(location, out var errno)
        ?? throw PosixFault.Of(errno, $"cannot open the directory '{location}'");

    /// <summary>The same; null where it cannot be opened.</summary>
    public static SafeFileHandle? TryOpenRoot(string location, out int errno)
    {
        using var anywhere = new SafeFileHandle(-1, ownsHandle: false);
        return TryOpen(anywhere, Encoding.UTF8.GetBytes(location), C.Traverse, out errno);
    }

    public static FileStatus Status(SafeFileHandle file)
    {
        var status = stackalloc byte[StatusSize];
        var empty = stackalloc byte[1];
        empty[0] = 0;
        var answer = C.IsAppleX64 ? LibC.FStatAppleX64(file, status)
            : C.IsApple ? LibC.FStatApple(file, status)
            : LibC.StatX(file, empty, EmptyPath, BasicStats | MountIdOfStats, status);
        return answer < 0 ? throw PosixFault.Last("cannot read the file's status") : Parse(new(status, StatusSize));
    }

    /// <summary>Null where there is nothing by that name any more.</summary>
    public static FileStatus? StatusAt(SafeFileHandle directory, string name)
    {
        var status = stackalloc byte[StatusSize];
        int answer;
        fixed (byte* p = Zero(name))
        {
            answer = C.IsAppleX64 ? LibC.FStatAtAppleX64(directory, p, status, AppleNoFollowLink)
                : C.IsApple ? LibC.FStatAtApple(directory, p, status, AppleNoFollowLink)
                : LibC.StatX(directory, p, NoFollowLink, BasicStats, status);
        }

        if (answer >= 0)
        {
            return Parse(new(status, StatusSize));
        }

        return Marshal.GetLastPInvokeError() == C.NoEntry ? null : throw PosixFault.Last($"cannot read the status of '{name}'");
    }

    public static void ReadAll(SafeFileHandle file, Span<byte> buffer, out int read)
    {
        read = 0;
        fixed (byte* p = buffer)
        {
            while (read < buffer.Length)
            {
                var got = LibC.Read(file, p + read, buffer.Length - read);
                if (got == 0)
                {
                    return;
                }

                if (got > 0)
                {
                    read += (int)got;
                }
                else if (Marshal.GetLastPInvokeError() != C.Interrupted)
                {
                    throw PosixFault.Last("cannot read the file");
                }
            }
        }
    }

    public static void WriteAll(SafeFileHandle file, ReadOnlySpan<byte> content)
    {
        fixed (byte* p = content)
        {
            for (var written = 0; written < content.Length;)
            {
                var put = LibC.Write(file, p + written, content.Length - written);
                if (put >= 0)
                {
                    written += (int)put;
                }
                else if (Marshal.GetLastPInvokeError() != C.Interrupted)
                {
                    throw PosixFault.Last("cannot write the temp file");
                }
            }
        }
    }

    public static void SetTimes(SafeFileHandle file, FileTimes times)
    {
        // Two timespecs, of access and of modification; seconds before 1970 are negative, nanoseconds never are.
        var (accessed, accessedRest) = Seconds(times.Accessed);
        var (modified, modifiedRest) = Seconds(times.Modified);
        var both = stackalloc long[4] { accessed, accessedRest, modified, modifiedRest };
        if (LibC.SetTimes(file, both) < 0)
        {
            throw PosixFault.Last("cannot keep the file's times");
        }
    }

    /// <summary>A flush that failed is never repeated on the same file: the kernel may have dropped the data already.</summary>
    public static void Sync(SafeFileHandle file, string what)
    {
        var synced = C.IsApple && LibC.FileControl(file, C.AppleFullSync) == 0;
        if (!synced && LibC.FSync(file) < 0)
        {
            throw PosixFault.Last($"cannot flush {what}");
        }
    }

    /// <summary>Closes with the error that closing may report.</summary>
    public static void Close(SafeFileHandle file)
    {
        var number = Number(file);
        file.SetHandleAsInvalid();
        if (LibC.Close(number) < 0 && Marshal.GetLastPInvokeError() != C.Interrupted)
        {
            throw PosixFault.Last("cannot close the temp file");
        }
    }

    public static int Rename(SafeFileHandle fromDirectory, string from, SafeFileHandle toDirectory, string to)
    {
        fixed (byte* f = Zero(from), t = Zero(to))
        {
            return LibC.RenameAt(fromDirectory, f, toDirectory, t) < 0 ? Marshal.GetLastPInvokeError() : 0;
        }
    }

    /// <summary>A rename that replaces nothing (<see cref="C.NoReplace"/>), or exchanges two names (<see cref="C.Exchange"/>).</summary>
    public static int Rename(SafeFileHandle fromDirectory, string from, SafeFileHandle toDirectory, string to, uint flags)
    {
        fixed (byte* f = Zero(from), t = Zero(to))
        {
            try
            {
                var answer = C.IsApple
                    ? LibC.RenameAtApple(fromDirectory, f, toDirectory, t, flags)
                    : LibC.RenameAt2(fromDirectory, f, toDirectory, t, flags);
                return answer < 0 ? Marshal.GetLastPInvokeError() : 0;
            }
            catch (EntryPointNotFoundException)
            {
                // glibc has it since 2.28, musl not for long.
                return C.NoSuchCall;
            }
        }
    }

    /// <summary>Whether a call was refused because the file system, or the kernel, does not have it.</summary>
    public static bool IsUnknownCall(int errno) =>
        errno == C.InvalidArgument || errno == C.NoSuchCall || errno == C.NotSupported;

    public static int Unlink(SafeFileHandle directory, string name)
    {
        fixed (byte* p = Zero(name))
        {
            return LibC.UnlinkAt(directory, p, 0) < 0 ? Marshal.GetLastPInvokeError() : 0;
        }
    }

    /// <summary>Of a directory that has nothing in it.</summary>
    public static int RemoveDirectory(SafeFileHandle directory, string name)
    {
        fixed (byte* p = Zero(name))
        {
            return LibC.UnlinkAt(directory, p, C.RemoveDirectory) < 0 ? Marshal.GetLastPInvokeError() : 0;
        }
    }

    public static int Link(SafeFileHandle fromDirectory, string from, SafeFileHandle toDirectory, string to)
    {
        fixed (byte* f = Zero(from), t = Zero(to))
        {
            return LibC.LinkAt(fromDirectory, f, toDirectory, t, 0) < 0 ? Marshal.GetLastPInvokeError() : 0;
        }
    }

    /// <summary>
    /// Takes the lock on the whole file; false where another process has it. It ends with the last handle, however the process ends.
    /// </summary>
    /// <param name="file">Opened for reading and writing.</param>
    /// <param name="isShared">Along with others who share it.</param>
    /// <param name="errno">What the file system answered that has no such locks; else 0.</param>
    public static bool TryLock(SafeFileHandle file, bool isShared, out int errno)
    {
        // First those of byte ranges, which SQLite takes: where flock is made of them, giving back one gives back the other.
        errno = LibC.LockF(file, LockFTry, 1) < 0 ? Marshal.GetLastPInvokeError() : 0;
        if (errno == 0)
        {
            errno = LibC.LockF(file, LockFUnlock, 1) < 0 ? Marshal.GetLastPInvokeError() : 0;
        }

        if (errno == 0)
        {
            var operation = (isShared ? LockShared : LockExclusively) | LockWithoutWaiting;
            errno = LibC.FLock(file, operation) < 0 ? Marshal.GetLastPInvokeError() : 0;
            if (errno == 0)
            {
                return true;
            }
        }

        errno = errno == C.WouldBlock || errno == C.AccessDenied ? 0 : errno;
        return false;
    }

    /// <summary>The path of a directory without links, in bytes that the file system names it by; null where it cannot be told.</summary>
    public static string? RealPath(string path)
    {
        Span<byte> resolved = stackalloc byte[RelativePath.MaxBytes + 1];
        fixed (byte* p = Zero(path), r = resolved)
        {
            return LibC.RealPath(p, r) is null
                ? null
                : RelativePath.FromBytes(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(r));
        }
    }

    public static int CreateDirectory(SafeFileHandle directory, string name, uint mode)
    {
        fixed (byte* p = Zero(name))
        {
            return LibC.CreateDirectoryAt(directory, p, mode) < 0 ? Marshal.GetLastPInvokeError() : 0;
        }
    }

    /// <summary>A name of <see cref="RelativePath"/>'s text form as zero-terminated bytes.</summary>
    private static byte[] Zero(string name) => [.. RelativePath.ToBytes(name), 0];

    private static SafeFileHandle? TryOpen(SafeFileHandle directory, byte[] utf8, int flags, out int errno) =>
        TryOpen(directory, RelativePath.FromBytes(utf8), flags, out errno);

    private static int Number(SafeFileHandle file) => (int)file.DangerousGetHandle();

    private static FileStatus Parse(ReadOnlySpan<byte> s)
    {
        if (C.IsApple)
        {
            // struct stat with 64-bit inodes: dev 0, mode 4, nlink 6, ino 8, uid 16, gid 20, atime 32, mtime 48, ctime 64, size 96.
            return new(
                new(U32(s, 0), U64(s, 8), I64(s, 96), Nanoseconds(I64(s, 48), I64(s, 56)), Nanoseconds(I64(s, 64), I64(s, 72))),
                BinaryPrimitives.ReadUInt16LittleEndian(s[4..]), U32(s, 16), U32(s, 20), BinaryPrimitives.ReadUInt16LittleEndian(s[6..]),
                Nanoseconds(I64(s, 32), I64(s, 40)));
        }

        // struct statx: mask 0, nlink 16, uid 20, gid 24, mode 28, ino 32, size 40, atime 64, ctime 96, mtime 112, device 136 and 140,
        // mount 144.
        return new(
            new(
                ((ulong)U32(s, 136) << 32) | U32(s, 140),
                U64(s, 32),
                I64(s, 40),
                Nanoseconds(I64(s, 112), U32(s, 120)),
                Nanoseconds(I64(s, 96), U32(s, 104))),
            BinaryPrimitives.ReadUInt16LittleEndian(s[28..]), U32(s, 20), U32(s, 24), U32(s, 16), Nanoseconds(I64(s, 64), U32(s, 72)))
        {
            Mount = (U32(s, 0) & MountIdOfStats) != 0 ? U64(s, 144) : 0,
        };
    }

    private static long Nanoseconds(long seconds, long rest) => (seconds * 1_000_000_000) + rest;

    private static (long Seconds, long Nanoseconds) Seconds(long nanoseconds)
    {
        var seconds = (long)Math.Floor(nanoseconds / 1_000_000_000m);
        return (seconds, nanoseconds - (seconds * 1_000_000_000));
    }

    private static uint U32(ReadOnlySpan<byte> s, int at) => BinaryPrimitives.ReadUInt32LittleEndian(s[at..]);

    private static ulong U64(ReadOnlySpan<byte> s, int at) => BinaryPrimitives.ReadUInt64LittleEndian(s[at..]);

    private static long I64(ReadOnlySpan<byte> s, int at) => BinaryPrimitives.ReadInt64LittleEndian(s[at..]);
}
