using ImgCompress.Files;

namespace ImgCompress.Enqueuer.Estimating;

/// <summary>
/// Chooses a random sample in strata: by extension, then by size, so that each stratum has about the same bytes. Large files, which
/// decide, are so more likely to be in it than small ones, and each of them is the likelier tried the fewer of its kind there are.
/// </summary>
internal static class Sampling
{
    /// <summary>Fewer tell nothing of how much they differ.</summary>
    private const int Least = 2;

    private const int PerStratum = 4;

    /// <param name="files">What there is; the order does not matter.</param>
    /// <param name="size">About how many files are tried, at least 1; at most so many and two for each extension.</param>
    /// <param name="random">Chooses.</param>
    public static List<Stratum> Draw(IReadOnlyList<ScannedFile> files, int size, Random random)
    {
        if (files.Count <= size)
        {
            return [.. files.GroupBy(Kind, StringComparer.Ordinal).Select(kind => new Stratum(kind.Key, kind.Count(), [.. kind]))];
        }

        var strata = new List<Stratum>();
        var all = Math.Max(1, files.Sum(file => file.Size));
        foreach (var kind in files.GroupBy(Kind, StringComparer.Ordinal).OrderBy(kind => kind.Key, StringComparer.Ordinal))
        {
            var sorted = kind.OrderBy(file => file.Size).ThenBy(file => file.Path).ToList();
            var bytes = sorted.Sum(file => file.Size);
            var share = (int)Math.Ceiling((double)size * bytes / all);
            foreach (var part in Cut(sorted, bytes, Math.Max(1, share / PerStratum)))
            {
                // A kind that has few bytes gets a stratum all the same.
                var tries = (int)Math.Round((double)share * part.Sum(file => file.Size) / Math.Max(1, bytes));
                var tried = part.ToArray();
                random.Shuffle(tried);
                strata.Add(new(kind.Key, part.Count, tried[..Math.Min(part.Count, Math.Max(Least, tries))]));
            }
        }

        return strata;
    }

    /// <summary>The group of a file: its extension, the names of one format as one.</summary>
    public static string Kind(ScannedFile file) => Path.GetExtension(file.Path.Name).ToUpperInvariant() switch
    {
        ".JPEG" or ".JPE" or ".JFIF" => ".JPG",
        ".TIFF" => ".TIF",
        var other => other,
    };

    /// <summary>Cuts a list, sorted by size, into parts of about the same bytes and at least two files each.</summary>
    private static IEnumerable<List<ScannedFile>> Cut(List<ScannedFile> sorted, long bytes, int parts)
    {
        var (part, before, done) = (new List<ScannedFile>(), 0L, 0);
        for (var i = 0; i < sorted.Count; i++)
        {
            part.Add(sorted[i]);
            before += sorted[i].Size;
            var isFull = before * parts >= bytes * (done + 1) && part.Count >= Least;
            if ((isFull && sorted.Count - i - 1 >= Least) || i == sorted.Count - 1)
            {
                yield return part;
                (part, done) = ([], done + 1);
            }
        }
    }
}
