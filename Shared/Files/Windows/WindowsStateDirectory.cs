using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using ImgCompress.Contracts;

namespace ImgCompress.Files.Windows;

/// <summary>
/// The state directory on Windows, where a directory is made with the rights of the one above it: that it is no link (symbolic link,
/// junction) is all that is asked of it, and of its files.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsStateDirectory : IStateDirectory
{
    private const int AlreadyExists = unchecked((int)0x80070050);
    private const int SharingViolation = unchecked((int)0x80070020);

    private WindowsStateDirectory(string location) => Location = location;

    public string Location { get; }

    public static WindowsStateDirectory? Open(string root, StateUse use) => Guard(() =>
    {
        var directory = new DirectoryInfo(Path.Combine(root, StateDirectory.Name));
        if (!directory.Exists)
        {
            if (use != StateUse.Create)
            {
                return null;
            }

            directory.Create();
            directory.Refresh();
        }

        return directory.Attributes.HasFlag(FileAttributes.ReparsePoint)
            ? throw new FileFaultException(
                FailureReason.Link, $"'{directory.FullName}' is a link; img-compress makes a directory there: remove it")
            : new WindowsStateDirectory(directory.FullName);
    });

    public bool Has(string name) => Guard(() =>
    {
        var file = new FileInfo(PathOf(name));
        return file.Exists && file.Attributes.HasFlag(FileAttributes.ReparsePoint)
            ? throw new FileFaultException(FailureReason.Link, $"'{file.FullName}' is a link; img-compress has not made it: remove it")
            : file.Exists;
    });

    public byte[]? Read(string name) => Has(name) ? Guard(() => File.ReadAllBytes(PathOf(name))) : null;

    public void Write(string name, ReadOnlySpan<byte> content)
    {
        var temp = WriteTemp(name, content);
        Rename(temp, name);
    }

    public bool TryCreate(string name, ReadOnlySpan<byte> content)
    {
        var temp = WriteTemp(name, content);
        if (Kernel32.MoveFile(PathOf(temp), PathOf(name), Kernel32.WriteThrough))
        {
            return true;
        }

        var message = Marshal.GetLastPInvokeErrorMessage();
        Remove(temp);
        return Has(name)
            ? false
            : throw new FileFaultException(FailureReason.IoError, $"cannot create '{PathOf(name)}': {message}");
    }

    public bool TryReplace(string name, ReadOnlySpan<byte> standing, ReadOnlySpan<byte> content)
    {
        var temp = WriteTemp(name, content);
        if (!Holds(name, standing) || !Kernel32.MoveFile(PathOf(temp), PathOf(name), Kernel32.ReplaceExisting | Kernel32.WriteThrough))
        {
            var (message, wasRemoved) = (Marshal.GetLastPInvokeErrorMessage(), !Has(temp));
            Remove(temp);
            return wasRemoved || !Holds(name, standing)
                ? false
                : throw new FileFaultException(FailureReason.IoError, $"cannot write '{PathOf(name)}': {message}");
        }

        // As on Linux: whoever looked before cannot rename any more; one who has renamed in between is found by reading.
        foreach (var other in Guard(() => Directory.GetFiles(Location)).Select(path => Path.GetFileName(path)))
        {
            if (other.StartsWith($"{name}.", StringComparison.Ordinal))
            {
                Remove(other);
            }
        }

        return Holds(name, content);
    }

    public void Remove(string name) => Guard(() =>
    {
        File.Delete(PathOf(name));
        return true;
    });

    public void Rename(string from, string to)
    {
        if (!Kernel32.MoveFile(PathOf(from), PathOf(to), Kernel32.ReplaceExisting | Kernel32.WriteThrough))
        {
            throw new FileFaultException(
                FailureReason.IoError, $"cannot rename '{PathOf(from)}': {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    public IDisposable? TryLock(string name) => TryOpen(name, FileAccess.ReadWrite, FileShare.None);

    public IDisposable? TryShare(string name) => TryOpen(name, FileAccess.Read, FileShare.Read);

    public void Dispose()
    {
    }

    private FileStream? TryOpen(string name, FileAccess access, FileShare share)
    {
        _ = Has(name);
        try
        {
            return new FileStream(PathOf(name), FileMode.OpenOrCreate, access, share);
        }
        catch (IOException exception) when (exception.HResult is SharingViolation or AlreadyExists)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Fault(exception);
        }
    }

    private bool Holds(string name, ReadOnlySpan<byte> content) => Read(name) is { } read && content.SequenceEqual(read);

    private string WriteTemp(string name, ReadOnlySpan<byte> content)
    {
        var temp = $"{name}.{Path.GetRandomFileName()}";
        var copy = content.ToArray();
        return Guard(() =>
        {
            using var file = File.OpenHandle(PathOf(temp), FileMode.CreateNew, FileAccess.Write, FileShare.None);
            RandomAccess.Write(file, copy, 0);
            RandomAccess.FlushToDisk(file);
            return temp;
        });
    }

    private string PathOf(string name) => Path.Combine(Location, name);

    private static T Guard<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Fault(exception);
        }
    }

    private static FileFaultException Fault(Exception exception) => new(
        exception is UnauthorizedAccessException ? FailureReason.NoPermission : FailureReason.IoError, exception.Message);
}
