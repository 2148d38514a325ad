using ImgCompress.Engine.Samples;
using NetVips;

namespace ImgCompress.Benchmarks;

/// <summary>The pictures that are measured with: of a directory, of Debian's wallpapers, or made by formulas.</summary>
internal static class Photographs
{
    /// <summary>Packages <c>mate-backgrounds</c> and <c>plasma-workspace-wallpapers</c>.</summary>
    private static readonly string[] Wallpapers = ["/usr/share/backgrounds/mate", "/usr/share/wallpapers"];

    /// <summary>Copies pictures of one kind into a new directory, numbered; says where they are from.</summary>
    /// <param name="given">The directory that was asked for; null for what there is.</param>
    /// <param name="extension"><c>.jpg</c>, <c>.png</c> or <c>.webp</c>; WebP is made of the JPEGs where there is none.</param>
    /// <param name="target">Made here.</param>
    public static string Gather(string? given, string extension, string target)
    {
        Directory.CreateDirectory(target);
        string[] places = given is null ? Wallpapers : [given];
        var found = FilesOf(places, extension);
        if (found.Count == 0 && extension == ".webp")
        {
            var jpegs = FilesOf(places, ".jpg");
            foreach (var (jpeg, number) in jpegs.Select((file, i) => (file, i)).Where(pair => pair.i % 3 == 0))
            {
                using var image = Image.NewFromFile(jpeg);
                image.Webpsave(Path.Combine(target, $"{number}.webp"), q: 80);
            }

            found = FilesOf([target], extension);
            return found.Count > 0 ? $"{found.Count} WebP made of JPEG" : Paint(extension, target);
        }

        foreach (var (file, number) in found.Select((file, i) => (file, i)))
        {
            File.Copy(file, Path.Combine(target, $"{number}{extension}"));
        }

        return found.Count == 0 ? Paint(extension, target) : $"{found.Count} {extension[1..]} of {string.Join(", ", places)}";
    }

    /// <summary>A landscape with a camera's grain.</summary>
    public static void Write(string file, int width, int height, int seed)
    {
        using var image = Image.NewFromMemory(Painting.Landscape(width, height, seed), width, height, 3, Enums.BandFormat.Uchar);
        image.WriteToFile(file);
    }

    private static List<string> FilesOf(IEnumerable<string> places, string extension) =>
    [
        .. places.Where(Directory.Exists)
            .SelectMany(place => Directory.EnumerateFiles(place, $"*{extension}", SearchOption.AllDirectories))
            .Where(file => !Path.GetFileName(file).StartsWith("screenshot", StringComparison.Ordinal))
            .Where(file => new FileInfo(file).LinkTarget is null)
            .Order(StringComparer.Ordinal),
    ];

    private static string Paint(string extension, string target)
    {
        for (var i = 0; i < 12; i++)
        {
            Write(Path.Combine(target, $"{i}{extension}"), 4000, 3000, i);
        }

        return $"12 {extension[1..]} made by formulas";
    }
}
