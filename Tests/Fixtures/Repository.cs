using System.Xml.Linq;

namespace ImgCompress.Tests.Fixtures;

/// <summary>The files beside the solution, wherever the tests were built.</summary>
internal static class Repository
{
    private static readonly string Root = Find(AppContext.BaseDirectory);

    public static string PathOf(string file) => Path.Combine(Root, file);

    public static string Read(string file) => File.ReadAllText(PathOf(file));

    /// <summary>The C# files that are written by hand, below a directory.</summary>
    public static IEnumerable<string> SourceFiles(string directory) =>
        Directory.EnumerateFiles(PathOf(directory), "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(Root, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));

    /// <summary>All C# files below a directory, as one text.</summary>
    public static string Sources(string directory) =>
        string.Concat(Directory.EnumerateFiles(PathOf(directory), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));

    /// <summary>What a project's program is called.</summary>
    public static string AssemblyName(string project) =>
        XDocument.Load(PathOf(project)).Descendants("AssemblyName").Single().Value;

    private static string Find(string directory) => File.Exists(Path.Combine(directory, "img-compress.slnx"))
        ? directory
        : Find(Path.GetDirectoryName(directory) ?? throw new InvalidOperationException("the tests do not run inside of the repository"));
}
