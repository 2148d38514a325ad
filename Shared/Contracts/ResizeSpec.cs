using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ImgCompress.Contracts;

/// <summary>
/// What is done to each image of a job. The bytes that come out depend on the bytes that go in and on this alone, so two
/// jobs with equal specs are the same request, and a file that one of them finished is left alone by the other.
/// </summary>
public sealed record ResizeSpec
{
    public const int MinFactor = 1;
    public const int MaxFactor = 64;
    public const int MinQuality = 1;
    public const int MaxQuality = 100;

    public required ScaleOp ScaleOp { get; init; }

    /// <summary>What width and height are divided or multiplied by: 1 (re-encode only) to 64.</summary>
    public required int ScaleFactor { get; init; }

    public Filter Filter { get; init; } = Filter.Gaussian;

    /// <summary>Quality of lossy encoding, 1 to 100. Null: the original's own where it can be read, else the encoder's default.</summary>
    public int? Quality { get; init; }

    /// <summary>Drop all metadata but the ICC profile and the orientation.</summary>
    public bool Strip { get; init; }

    /// <summary>Replace the original even where a smaller image takes more bytes than the larger one did.</summary>
    public bool AllowLarger { get; init; }

    /// <summary>Whether the new size follows from the old one alone, so that each repetition scales again.</summary>
    public bool IsRelative => ScaleFactor > 1;

    /// <summary>Whether it may change a size at all; a factor of 1 re-encodes.</summary>
    public bool ScalesAnything => ScaleFactor > 1;

    /// <summary>What becomes of width and height, in words: <c>down 2</c>. Equal ones differ in nothing that costs pixels.</summary>
    public string Geometry => string.Join(' ', Words().Take(2));

    /// <summary>The new extent of a side of <paramref name="old"/> pixels; null where it leaves the range of an int.</summary>
    public int? Scale(int old)
    {
        var scaled = ScaleOp == ScaleOp.Down ? Math.Max(1, old / ScaleFactor) : (long)old * ScaleFactor;
        return scaled <= int.MaxValue ? (int)scaled : null;
    }

    /// <summary>
    /// The spec in words, e.g. <c>down 2 gaussian</c> or <c>down 3 lanczos3 quality=80 strip</c>. <see cref="TryParse"/> reads it
    /// again.
    /// </summary>
    public override string ToString() => string.Join(' ', Words());

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ResizeSpec? spec)
    {
        spec = null;
        var words = text.Split(' ');
        if (words.Length < 3
            || !Enum.TryParse<ScaleOp>(words[0], ignoreCase: true, out var op)
            || !int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var factor)
            || factor is < MinFactor or > MaxFactor
            || !FilterNames.TryParse(words[2], out var filter))
        {
            return false;
        }

        var read = new ResizeSpec { ScaleOp = op, ScaleFactor = factor, Filter = filter };
        foreach (var word in words.AsSpan(3))
        {
            switch (word)
            {
                case "strip":
                    read = read with { Strip = true };
                    break;
                case "allow-larger":
                    read = read with { AllowLarger = true };
                    break;
                case var quality when quality.StartsWith("quality=", StringComparison.Ordinal)
                    && int.TryParse(quality.AsSpan(8), NumberStyles.None, CultureInfo.InvariantCulture, out var q)
                    && q is >= MinQuality and <= MaxQuality:
                    read = read with { Quality = q };
                    break;
                default:
                    return false;
            }
        }

        spec = read;
        return true;
    }

    private IEnumerable<string> Words()
    {
        yield return ScaleOp == ScaleOp.Down ? "down" : "up";
        yield return ScaleFactor.ToString(CultureInfo.InvariantCulture);
        yield return FilterNames.ToName(Filter);
        if (Quality is { } quality)
        {
            yield return $"quality={quality}";
        }

        if (Strip)
        {
            yield return "strip";
        }

        if (AllowLarger)
        {
            yield return "allow-larger";
        }
    }
}
