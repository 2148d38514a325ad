using System.Text;
using ImgCompress.Files.Posix;

namespace ImgCompress.Tests.Fixtures;

/// <summary>Extended attributes of files (xattr).</summary>
internal static class ExtendedAttributes
{
    /// <summary>Whether files in a directory can have them.</summary>
    public static bool Has(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            return false;
        }

        var path = Path.Combine(directory, Path.GetRandomFileName());
        try
        {
            File.WriteAllBytes(path, []);
            Set(path, "user.tried", "yes");
            return Get(path, "user.tried") == "yes";
        }
        finally
        {
            File.Delete(path);
        }
    }

    public static void Set(string path, string name, string value)
    {
        using var file = File.OpenHandle(path, access: FileAccess.ReadWrite);
        PosixAttributes.Write(file, [new(Encoding.UTF8.GetBytes($"{name}\0"), Encoding.UTF8.GetBytes(value))]);
    }

    public static string? Get(string path, string name)
    {
        using var file = File.OpenHandle(path);
        return PosixAttributes.Read(file, out _)
            .Where(attribute => Encoding.UTF8.GetString(attribute.Name) == $"{name}\0")
            .Select(attribute => Encoding.UTF8.GetString(attribute.Value))
            .SingleOrDefault();
    }

    /// <summary>What this program left with the file.</summary>
    public static string? NoteOf(string path)
    {
        using var file = File.OpenHandle(path);
        _ = PosixAttributes.Read(file, out var note);
        return note;
    }
}
