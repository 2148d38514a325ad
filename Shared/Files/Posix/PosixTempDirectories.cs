using Microsoft.Win32.SafeHandles;
using C = ImgCompress.Files.Posix.PosixConstants;

namespace ImgCompress.Files.Posix;

/// <summary>
/// The temp files of a root: in sixteen directories, by the first digit of their names; and in the one above those, where a version before
/// them may have left some.
/// </summary>
internal sealed class PosixTempDirectories(SafeFileHandle root, string location) : IDisposable
{
    private readonly PosixTemps _above = new(root, location, null);

    private readonly Dictionary<string, PosixTemps> _directories = "0123456789abcdef".ToDictionary(
        digit => $"{digit}", digit => new PosixTemps(root, location, $"{digit}"), StringComparer.Ordinal);

    /// <summary>The directory of a temp file.</summary>
    public PosixTemps Of(TempName temp) => _directories[temp.Directory];

    public void Remove(TempName temp)
    {
        if (!Of(temp).TryRemove(temp))
        {
            _above.TryRemove(temp);
        }
    }

    /// <summary>False: there is none of that name.</summary>
    public bool TryTake(TempName temp, TempName taken) =>
        Of(temp).TryTake(temp, Of(taken), taken) || _above.TryTake(temp, Of(taken), taken);

    public IEnumerable<TempName> List()
    {
        foreach (var name in Names(_above.Current()))
        {
            if (TempName.TryParse(name, out var temp))
            {
                yield return temp;
            }
            else if (TempName.IsDirectory(name))
            {
                using var directory = PosixCalls.TryOpen(_above.Current(), name, C.Traverse | C.NoFollow, out _);
                foreach (var below in directory is null ? [] : Names(directory))
                {
                    if (TempName.TryParse(below, out temp))
                    {
                        yield return temp;
                    }
                }
            }
        }
    }

    public void Dispose()
    {
        _above.Dispose();
        foreach (var directory in _directories.Values)
        {
            directory.Dispose();
        }
    }

    private static IEnumerable<string> Names(SafeFileHandle directory)
    {
        using var stream = new PosixDirectoryStream(directory);
        while (stream.TryRead(out var name, out _))
        {
            yield return name;
        }
    }
}
