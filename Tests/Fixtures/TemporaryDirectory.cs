using System.Collections.Concurrent;
using System.Diagnostics;
using ImgCompress.Files;
using ImgCompress.Platform;

namespace ImgCompress.Tests.Fixtures;

/// <summary>A directory of a test's own, removed at its end.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    private static readonly ConcurrentDictionary<string, string> Standing = new();

    public TemporaryDirectory() => Standing[Path] = new StackTrace(1).ToString();

    /// <summary>Those that no test has removed, with where they were made.</summary>
    public static IReadOnlyDictionary<string, string> Left => Standing;

    public string Path { get; } = Directory.CreateTempSubdirectory("img-compress-").FullName;

    public string At(string relative) => System.IO.Path.Combine(Path, relative);

    /// <summary>Writes a file, making the directories above it.</summary>
    public string Write(string relative, ReadOnlySpan<byte> content)
    {
        var path = At(relative);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    public byte[] Read(string relative) => File.ReadAllBytes(At(relative));

    /// <summary>Another directory with the same files.</summary>
    public TemporaryDirectory Copy()
    {
        var copy = new TemporaryDirectory();
        foreach (var file in Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories))
        {
            copy.Write(System.IO.Path.GetRelativePath(Path, file), File.ReadAllBytes(file));
        }

        return copy;
    }

    /// <summary>Makes its state directory, as the program does.</summary>
    public void MakeState()
    {
        using var root = FileRoot.Open(Path);
        using var state = root.OpenState(StateUse.Create);
    }

    /// <summary>The temp files that stand in the state directory.</summary>
    public string[] Temps()
    {
        var temps = At(".img-compress/tmp");
        return Directory.Exists(temps) ? Directory.GetFiles(temps, "*", SearchOption.AllDirectories) : [];
    }

    public void Dispose()
    {
        Standing.TryRemove(Path, out _);
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception exception) when (
            exception is IOException or UnauthorizedAccessException or ArgumentException
            && !OperatingSystem.IsWindows() && Directory.Exists(Path))
        {
            RemoveByTheSystem();
        }
    }

    /// <summary>Tests make names that .NET cannot spell, longer paths than it takes, and directories that nobody may write to.</summary>
    private void RemoveByTheSystem()
    {
        using var chmod = Process.Start("chmod", ["-R", "u+rwx", Path]);
        chmod.WaitForExit();
        using var rm = Process.Start("rm", ["-rf", Path]);
        rm.WaitForExit();
    }
}
