using System.Reflection;

namespace ImgCompress.Configuration;

/// <summary>A line of the command <c>img-compress</c> as it was started, for hints that can be typed as they stand.</summary>
public static class CommandHint
{
    private const string Name = "img-compress";
    private const string Project = "Enqueuer.csproj";

    /// <summary>Of a path, an id or an option, what no shell gives a meaning to.</summary>
    private const string Plain = "/._-+=:,@%";

    /// <summary>
    /// <c>dotnet run --project Enqueuer --</c> from its own build, <c>img-compress</c> where that finds it or where another program gives
    /// the hint, else the program's path.
    /// </summary>
    public static string Program { get; } = Assembly.GetEntryAssembly()?.GetName().Name == Name
        ? Find(AppContext.BaseDirectory, Environment.ProcessPath ?? Name)
        : Name;

    /// <summary>The command with its words, each quoted where a shell needs that; a null is left out.</summary>
    public static string Of(params ReadOnlySpan<string?> words)
    {
        var line = Program;
        foreach (var word in words)
        {
            line += word is null ? "" : $" {Quoted(word)}";
        }

        return line;
    }

    /// <param name="build">The directory of the program's files.</param>
    /// <param name="process">The executable of the process: the program's own, or <c>dotnet</c>.</param>
    internal static string Find(string build, string process)
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
        return Quoted(relative.StartsWith("..", StringComparison.Ordinal) || Path.IsPathRooted(relative) ? path
            : relative.Contains(Path.DirectorySeparatorChar) || Directory.Exists(path) ? relative : $"./{relative}");
    }

    private static string Quoted(string word) => word.Length > 0 && word.All(sign => char.IsLetterOrDigit(sign) || Plain.Contains(sign))
        ? word
        : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
