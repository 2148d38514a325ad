using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ImgCompress.Contracts;

/// <summary>
/// What is done to each image of a job. The bytes that come out depend on the bytes that go in and on this alone, so two
/// jobs with equal specs are the same request, and a file that one of them finished is left alone by the other.
/// </summary>
public sealed record ResizeSpec
{
    public const int MinQuality = 1;
    public const int MaxQuality = 100;
    public const int MinEffort = 1;
    public const int MaxEffort = 3;

    public required Scaling Scaling { get; init; }

    public Filter Filter { get; init; } = Filter.Gaussian;

    /// <summary>Quality of lossy encoding, 1 to 100. Null: the original's own where it can be read, else the encoder's default.</summary>
    public int? Quality { get; init; }

    /// <summary>Drop all metadata but the ICC profile and the orientation.</summary>
    public bool Strip { get; init; }

    /// <summary>Replace the original even where a smaller image takes more bytes than the larger one did.</summary>
    public bool AllowLarger { get; init; }

    /// <summary>How much time the encoders of JPEG, PNG and WebP take for fewer bytes, 1 to 3.</summary>
    public int Effort { get; init; } = MinEffort;

    /// <summary>Of pictures that come out much smaller, how much of that the decoder does where it can, for less time.</summary>
    public ShrinkOnLoad ShrinkOnLoad { get; init; }

    /// <summary>Whether the new size follows from the old one alone, so that each repetition scales again.</summary>
    public bool IsRelative => Scaling is Scaling.ByFactor { Factor: > 1 };

    /// <summary>Whether it may change a size at all; a factor of 1 re-encodes.</summary>
    public bool MayScale => Scaling is not Scaling.ByFactor { Factor: 1 };

    /// <summary>
    /// The spec in words, e.g. <c>down 2 gaussian</c> or <c>fit 2048x lanczos3 quality=80 strip</c>. <see cref="TryParse"/> reads it
    /// again.
    /// </summary>
    public override string ToString() => string.Join(' ', Words());

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ResizeSpec? spec)
    {
        spec = null;
        var words = text.Split(' ');
        if (words.Length < 3
            || !Scaling.TryParse(words[0], words[1], out var scaling)
            || !FilterNames.TryParse(words[2], out var filter))
        {
            return false;
        }

        var read = new ResizeSpec { Scaling = scaling, Filter = filter };
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
                case "effort=2" or "effort=3":
                    read = read with { Effort = word[^1] - '0' };
                    break;
                case "exact" or "fast" when read.ShrinkOnLoad == ShrinkOnLoad.Near:
                    read = read with { ShrinkOnLoad = word == "exact" ? ShrinkOnLoad.Exact : ShrinkOnLoad.Fast };
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
        yield return Scaling.ToString();
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

        if (Effort > MinEffort)
        {
            yield return $"effort={Effort}";
        }

        if (ShrinkOnLoad != ShrinkOnLoad.Near)
        {
            yield return ShrinkOnLoad == ShrinkOnLoad.Exact ? "exact" : "fast";
        }
    }
}
