using ImgCompress.Configuration;
using ImgCompress.Platform;

namespace ImgCompress.Enqueuer.Running;

/// <summary>
/// Directories that hold more than somebody's images: the root of the file system, the system's own, homes, and whole mounted disks.
/// Icons, caches and the images of programs would be resized there with all else.
/// </summary>
internal static class ProtectedDirectory
{
    /// <summary>The option that takes such a directory all the same.</summary>
    public const string Consent = "--dangerous-directory";

    /// <summary>Refuses a protected directory.</summary>
    /// <param name="directory">Any path of it; one that is not there is left to whoever opens it.</param>
    /// <param name="machine">Knows what is protected.</param>
    /// <param name="mounts">Whether the top of a mounted file system is refused, too.</param>
    /// <param name="consent">What takes it all the same, as whoever asks says it.</param>
    /// <exception cref="UsageException">It is one; the message says what it is.</exception>
    public static void Refuse(string directory, Machine machine, bool mounts, string consent = Consent)
    {
        if (Directory.Exists(directory) && WhatIs(directory, machine, mounts) is { } what)
        {
            throw new UsageException(
                $"'{directory}' is {what}: images that are not yours to change would be resized, too. Give a directory that holds your "
                + $"images alone, or {consent} if you mean all of it.");
        }
    }

    /// <summary>What a directory is that is protected; null: it is not.</summary>
    public static string? WhatIs(string directory, Machine machine, bool mounts)
    {
        var real = machine.RealPath(Path.GetFullPath(FileRoot.Resolve(directory)));
        bool IsAt(string other) => machine.IsSame(real, other) || machine.IsSame(real, machine.RealPath(Path.GetFullPath(other)));
        bool Is(string other) => IsAt(other) || machine.Below(other, real) is { Length: 0 };

        return Path.GetPathRoot(real) is { } root && machine.IsSame(real, root) ? "the root of the file system"
            : machine.SystemTrees.FirstOrDefault(tree => Above(real).Any(above => machine.IsSame(above, tree))) is { } tree
                ? machine.IsSame(tree, real) ? "a directory of the system" : $"in the system's directory '{tree}'"
            : machine.SystemTrees.FirstOrDefault(one => machine.Below(one, real) is not null) is { } bound
                ? $"in the system's directory '{bound}', seen at another place"
            : machine.OwnHome is { } own && Is(own) ? "your home directory"
            : machine.OtherHomes.Any(Is) || machine.PlacesOfHomes.Any(homes => IsHome(homes, real, machine)) ? "a home directory"
            : machine.OwnHome is { } home && Above(machine.RealPath(Path.GetFullPath(home))).Any(Is) ? "above your home directory"
            : machine.SharedPlaces.Any(Is) ? "a directory that holds those of others"
            : mounts && machine.MountPoints.Any(IsAt) ? "a whole file system, mounted there"
            : null;
    }

    /// <summary>The directory and all those that it lies in.</summary>
    private static IEnumerable<string> Above(string directory)
    {
        for (var at = directory; at is not null; at = Path.GetDirectoryName(at))
        {
            yield return at;
        }
    }

    private static bool IsHome(string homes, string directory, Machine machine) =>
        (Path.GetDirectoryName(directory) is { } above && machine.IsSame(above, homes))
        || (machine.Below(homes, directory) is { Length: > 0 } below && !below.Contains('/', StringComparison.Ordinal));
}
