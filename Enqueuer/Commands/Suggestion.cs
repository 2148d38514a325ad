namespace ImgCompress.Enqueuer.Commands;

/// <summary>What was probably meant by a mistyped word.</summary>
internal static class Suggestion
{
    /// <summary><c>; did you mean gaussian?</c>, or nothing where no known word is near. Case does not matter.</summary>
    public static string For(string word, IEnumerable<string> known)
    {
        var closest = known.Select(name => (Name: name, Distance: Distance(word.ToLowerInvariant(), name.ToLowerInvariant())))
            .Where(near => near.Distance <= Math.Max(1, word.Length / 3))
            .OrderBy(near => near.Distance)
            .FirstOrDefault();
        return closest.Name is { } name ? $"; did you mean {name}?" : "";
    }

    /// <summary>How many letters must be put in, left out, changed, or exchanged with the next, to make one of the other.</summary>
    private static int Distance(string one, string other)
    {
        int[][] rows = [.. Enumerable.Range(0, one.Length + 1).Select(_ => new int[other.Length + 1])];
        for (var i = 0; i <= one.Length; i++)
        {
            for (var j = 0; j <= other.Length; j++)
            {
                rows[i][j] = i == 0 || j == 0 ? i + j : Math.Min(
                    Math.Min(rows[i - 1][j], rows[i][j - 1]) + 1,
                    rows[i - 1][j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                {
                    rows[i][j] = Math.Min(rows[i][j], rows[i - 2][j - 2] + 1);
                }
            }
        }

        return rows[one.Length][other.Length];
    }
}
