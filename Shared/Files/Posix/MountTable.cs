using System.Globalization;
using ImgCompress.Contracts;

namespace ImgCompress.Files.Posix;

/// <summary>
/// Linux's table of mounts (<c>/proc/self/mountinfo</c>, proc(5)): which part of a file system is seen where. A directory that is bound
/// to a second place has its parents only at the first.
/// </summary>
internal static class MountTable
{
    private const string File = "/proc/self/mountinfo";

    private sealed record Mount(ulong Id, string Device, string Root, string Point);

    /// <summary>The other paths at which the top directory of a mount is seen, with its parents.</summary>
    public static IEnumerable<string> OtherPathsOfTop(ulong mount)
    {
        var all = Read();
        if (all.Find(one => one.Id == mount) is not { Root: not "/" } own)
        {
            yield break;
        }

        foreach (var other in all.Where(one => one.Id != mount && one.Device == own.Device))
        {
            var prefix = other.Root == "/" ? "/" : $"{other.Root}/";
            if (own.Root.StartsWith(prefix, StringComparison.Ordinal))
            {
                yield return $"{other.Point.TrimEnd('/')}/{own.Root[prefix.Length..]}";
            }
        }
    }

    private static List<Mount> Read()
    {
        try
        {
            // 36 35 98:0 /root /mount/point rw,noatime …
            return
            [
                .. System.IO.File.ReadLines(File)
                    .Select(line => line.Split(' '))
                    .Where(fields => fields.Length > 5)
                    .Select(fields => new Mount(
                        ulong.Parse(fields[0], CultureInfo.InvariantCulture), fields[2], Unescape(fields[3]), Unescape(fields[4]))),
            ];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            // Not Linux, or no /proc: bound directories are not seen through there.
            return [];
        }
    }

    /// <summary>Space, tab, newline and backslash stand as three octal digits.</summary>
    private static string Unescape(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '\\' && at + 3 < text.Length)
            {
                bytes.Add(Convert.ToByte(text[(at + 1)..(at + 4)], 8));
                at += 3;
            }
            else
            {
                bytes.AddRange(RelativePath.ToBytes(text[at].ToString()));
            }
        }

        return RelativePath.FromBytes([.. bytes]);
    }
}
