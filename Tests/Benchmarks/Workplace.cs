namespace ImgCompress.Benchmarks;

/// <summary>A temporary directory for one command's files.</summary>
internal sealed class Workplace : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("img-compress-benchmark-").FullName;

    public string PathOf(string name) => Path.Combine(_directory, name);

    /// <summary>An empty directory, whatever was there.</summary>
    public string Emptied(string name)
    {
        var directory = PathOf(name);
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }

        return Directory.CreateDirectory(directory).FullName;
    }

    /// <summary>A copy of all files of a flat directory.</summary>
    public string CopyOf(string source, string name)
    {
        var copy = Emptied(name);
        foreach (var file in Directory.EnumerateFiles(source))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        return copy;
    }

    /// <summary>Of all files of a flat directory.</summary>
    public static long BytesIn(string directory) => new DirectoryInfo(directory).EnumerateFiles().Sum(file => file.Length);

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
