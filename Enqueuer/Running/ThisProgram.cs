namespace ImgCompress.Enqueuer.Running;

/// <summary>How this program was started, for hints that can be typed as they stand.</summary>
internal static class ThisProgram
{
    private const string Name = "img-compress";
    private const string Project = "Enqueuer.csproj";

    /// <summary>
    /// <c>dotnet run --project Enqueuer --</c> from its own build, <c>img-compress</c> where that finds it, else the program's path.
    /// </summary>
    public static string Command { get; } = Find(AppContext.BaseDirectory, Environment.ProcessPath ?? Name);

    /// <param name="build">The directory of the program's files.</param>
    /// <param name="process">The executable of the process: the program's own, or <c>dotnet</c>.</param>
    public static string Find(string build, string process)
    {
        // PROJECT/bin/CONFIGURATION/FRAMEWORK
        var configuration = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(build)) ?? "";
        var project = Path.GetDirectoryName(Path.GetDirectoryName(configuration)) ?? "";
        if (File.Exists(Path.Combine(project, Project)))
        {
            var option = Path.GetFileName(configuration) == "Debug" ? "" : $" -c {Path.GetFileName(configuration)}";
            return $"dotnet run{option} --project {Shown(project)} --";
        }

        if (Path.GetFileNameWithoutExtension(process) != Name)
        {
            return $"dotnet {Shown(Path.Combine(build, $"{Name}.dll"))}";
        }

        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return path.Any(directory => Path.Combine(directory, Path.GetFileName(process)) == process) ? Name : Shown(process);
    }

    /// <summary>From the working directory where it lies below that; as one word of a shell.</summary>
    private static string Shown(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        var shown = relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative) ? path
            : relative.Contains(Path.DirectorySeparatorChar) || Directory.Exists(path) ? relative : $"./{relative}";
        return shown.Contains(' ') ? $"'{shown}'" : shown;
    }
}
