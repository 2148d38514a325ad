using System.Xml.Linq;

namespace ImgCompress.Tests.Fixtures.Architecture;

/// <summary>The projects that are no tests: what their assemblies say of them, and their sources.</summary>
internal static class ProductionCode
{
    private const string Prefix = "ImgCompress.";

    /// <summary>Each project's file, from the repository.</summary>
    public static IReadOnlyList<string> Projects { get; } =
        ["Shared/Shared.csproj", "Worker/Engine/Engine.csproj", "Worker/Worker.csproj", "Enqueuer/Enqueuer.csproj"];

    /// <summary>Which types use which of another namespace; both are of these projects.</summary>
    public static IReadOnlyList<TypeUse> Uses { get; } = [.. Projects.SelectMany(UsesIn)];

    /// <summary>A property of a project; null where it has none of that name.</summary>
    public static string? PropertyOf(string project, string name) => Read(project).Descendants(name).SingleOrDefault()?.Value;

    /// <summary>The projects that a project refers to, each as its file's name.</summary>
    public static IEnumerable<string> ReferencesOf(string project) =>
        Read(project).Descendants("ProjectReference").Select(reference => Path.GetFileName(reference.Attribute("Include")!.Value));

    /// <summary>The C# files of a project, each with the namespace that its folder stands for.</summary>
    public static IEnumerable<(string File, string Namespace)> SourcesOf(string project)
    {
        var folder = FolderOf(project);
        var others = Projects.Select(FolderOf)
            .Where(other => other != folder && other.StartsWith(folder, StringComparison.Ordinal))
            .ToList();
        return
            from file in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            where !others.Exists(other => file.StartsWith(other, StringComparison.Ordinal))
            let folders = Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar)[..^1]
            where folders is not ["bin" or "obj", ..]
            select (file, string.Join('.', folders.Prepend(PropertyOf(project, "RootNamespace"))));
    }

    /// <summary>A name without what all of them begin with.</summary>
    public static string Short(string name) => name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : name;

    private static IEnumerable<TypeUse> UsesIn(string project)
    {
        var root = PropertyOf(project, "RootNamespace")!;

        // The class around top-level statements has no namespace of its own.
        TypeName Named(TypeName type) => type is { Namespace: "", Name: "Program" } ? type with { Namespace = root } : type;
        return TypeUses.Of(PropertyOf(project, "AssemblyName")!)
            .Select(use => new TypeUse(Named(use.User), Named(use.Used)))
            .Where(use => use.User.Namespace != use.Used.Namespace && IsOurs(use.User) && IsOurs(use.Used));
    }

    private static bool IsOurs(TypeName type) => type.Namespace.StartsWith(Prefix, StringComparison.Ordinal);

    private static XDocument Read(string project) => XDocument.Load(Repository.PathOf(project));

    private static string FolderOf(string project) =>
        $"{Path.GetDirectoryName(Path.GetFullPath(Repository.PathOf(project)))}{Path.DirectorySeparatorChar}";
}
