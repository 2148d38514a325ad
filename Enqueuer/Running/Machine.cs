using ImgCompress.Files;
using ImgCompress.Platform;

namespace ImgCompress.Enqueuer.Running;

/// <summary>The directories of a machine that are not for images alone; a test describes one that is not there.</summary>
internal sealed record Machine
{
    private static readonly char[] Separators = [Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar];

    /// <summary>Of the system: nothing below them is a user's, however deep.</summary>
    public required IReadOnlyList<string> SystemTrees { get; init; }

    /// <summary>Of the system, or the places where others' directories are: what is below them may be a user's.</summary>
    public required IReadOnlyList<string> SharedPlaces { get; init; }

    /// <summary>The places whose directories are homes, each of a user of that name.</summary>
    public required IReadOnlyList<string> PlacesOfHomes { get; init; }

    /// <summary>The user's own home; null: not known.</summary>
    public required string? OwnHome { get; init; }

    /// <summary>Other homes.</summary>
    public required IReadOnlyList<string> OtherHomes { get; init; }

    /// <summary>Where file systems are mounted.</summary>
    public required IReadOnlyList<string> MountPoints { get; init; }

    /// <summary>The path of a directory without links; takes a full path.</summary>
    public required Func<string, string> RealPath { get; init; }

    /// <summary>
    /// Where the second directory lies below the first by what the file system says, whatever paths they are seen at: empty where they are
    /// one; null where it does not, or one of them is not there.
    /// </summary>
    public required Func<string, string, string?> Below { get; init; }

    /// <summary>Whether names differ by case.</summary>
    public required bool IsCaseSensitive { get; init; }

    /// <summary>The machine that this runs on.</summary>
    public static Machine Here() => OperatingSystem.IsWindows() ? Windows() : Unix();

    /// <summary>Whether two full paths are the same.</summary>
    public bool IsSame(string one, string other) => string.Equals(
        one.TrimEnd(Separators),
        other.TrimEnd(Separators),
        IsCaseSensitive ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);

    private static Machine Unix() => new()
    {
        SystemTrees =
        [
            "/bin", "/boot", "/dev", "/etc", "/lib", "/lib32", "/lib64", "/libx32", "/lost+found", "/proc", "/sbin", "/sys", "/usr",
            "/snap", "/System", "/Library", "/Applications", "/cores", "/nix", "/private/etc",
        ],
        SharedPlaces =
        [
            "/home", "/media", "/mnt", "/opt", "/private", "/private/tmp", "/private/var", "/run", "/srv", "/tmp", "/Users", "/var",
            "/var/cache", "/var/lib", "/var/log", "/var/tmp", "/Volumes",
        ],
        PlacesOfHomes = ["/home", "/Users"],
        OwnHome = Environment.GetEnvironmentVariable("HOME") is { Length: > 0 } home ? home : null,
        OtherHomes = ["/root", "/var/root", .. HomesOfUsers()],
        MountPoints = MountPointsHere(),
        RealPath = RealPathHere,
        Below = BelowHere,
        IsCaseSensitive = !OperatingSystem.IsMacOS(),
    };

    private static Machine Windows()
    {
        string[] folders =
        [
            .. new[]
            {
                Environment.SpecialFolder.Windows,
                Environment.SpecialFolder.ProgramFiles,
                Environment.SpecialFolder.ProgramFilesX86,
                Environment.SpecialFolder.CommonApplicationData,
            }.Select(Environment.GetFolderPath).Where(path => path.Length > 0),
        ];
        var own = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var homes = Path.GetDirectoryName(own) is { } users ? new[] { users } : [];
        return new()
        {
            SystemTrees = folders,
            SharedPlaces = homes,
            PlacesOfHomes = homes,
            OwnHome = own.Length > 0 ? own : null,
            OtherHomes = [],
            MountPoints = MountPointsHere(),
            RealPath = RealPathHere,
            Below = BelowHere,
            IsCaseSensitive = false,
        };
    }

    /// <summary>The sixth field of passwd(5), without the places of the system that many of its users share.</summary>
    private static List<string> HomesOfUsers()
    {
        try
        {
            return
            [
                .. File.ReadLines("/etc/passwd")
                    .Select(line => line.Split(':'))
                    .Where(fields => fields.Length > 5 && Path.IsPathFullyQualified(fields[5]))
                    .Select(fields => fields[5])
                    .Distinct(StringComparer.Ordinal),
            ];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static List<string> MountPointsHere()
    {
        try
        {
            return [.. Directory.GetLogicalDrives()];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string? BelowHere(string top, string directory)
    {
        try
        {
            return FileRoot.Below(top, directory);
        }
        catch (FileFaultException)
        {
            return null;
        }
    }

    private static string RealPathHere(string path)
    {
        var real = Path.GetPathRoot(path)!;
        foreach (var name in path[real.Length..].Split(Separators, StringSplitOptions.RemoveEmptyEntries))
        {
            var next = Path.Combine(real, name);

            // A link's own target may lead through links again.
            real = TargetOf(next) is { } target ? RealPathHere(target) : next;
        }

        return real;
    }

    /// <summary>Null: it is no link, not there, or cannot be looked at.</summary>
    private static string? TargetOf(string path)
    {
        try
        {
            return Directory.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
