namespace ImgCompress.Benchmarks;

/// <summary>The program in the forms that people get, published anew.</summary>
internal static class Builds
{
    /// <summary>The form without a JIT, if there is a C compiler to link it with.</summary>
    public static string? Native() => Shell.Has("clang") ? Publish("native", "-p:PublishAot=true") : null;

    /// <summary>The form that README's publish command gives.</summary>
    public static string Published() => Publish("published", "");

    /// <summary>The form that README's first commands build and run.</summary>
    public static string Built()
    {
        var project = Path.Combine(Repository, "Enqueuer");
        Build($"build {Shell.Quoted(project)}");
        return Path.Combine(project, "bin", "Release", "net10.0", "img-compress");
    }

    /// <summary>The repository: the nearest directory above with the solution.</summary>
    public static string Repository { get; } = FindRepository();

    private static string Publish(string name, string options)
    {
        var target = Path.Combine(Repository, "artifacts", "benchmarks", name);
        var project = Path.Combine(Repository, "Enqueuer");
        Build($"publish {Shell.Quoted(project)} {options} -o {Shell.Quoted(target)}");
        return Path.Combine(target, "img-compress");
    }

    /// <summary>What is wrong with a build goes to stdout, which is dropped of a script.</summary>
    private static void Build(string command) => Shell.Run($"dotnet {command} -c Release -v quiet >&2");

    private static string FindRepository()
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "img-compress.slnx")))
        {
            directory = Path.GetDirectoryName(directory) ?? throw new InvalidOperationException("run it from the repository");
        }

        return directory;
    }
}
