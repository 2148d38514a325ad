using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ImgCompress.Contracts;

/// <summary>How an image's new width and height follow from its old ones.</summary>
public abstract record Scaling
{
    private Scaling()
    {
    }

    /// <summary>Whether no image ever comes out larger.</summary>
    public abstract bool OnlyShrinks { get; }

    public static Scaling Down(int factor) => new ByFactor(ScaleOp.Down, factor);

    public static Scaling Up(int factor) => new ByFactor(ScaleOp.Up, factor);

    /// <summary>The new size, in pixels, at least 1 a side; a side may be beyond the range of an int.</summary>
    /// <param name="width">Pixels, as the picture is shown; at least 1.</param>
    /// <param name="height">Pixels, as the picture is shown; at least 1.</param>
    public abstract (long Width, long Height) NewSize(int width, int height);

    /// <summary>Whether an image of this size, as it is shown, is to be left as it is.</summary>
    public virtual bool LeavesAlone(int width, int height) => false;

    /// <summary>Reads the two words of <see cref="object.ToString"/>.</summary>
    public static bool TryParse(string kind, string value, [NotNullWhen(true)] out Scaling? scaling)
    {
        scaling = null;
        if (kind == "fit")
        {
            var read = ToFit.TryParse(value, out var fit);
            scaling = fit;
            return read;
        }

        if (kind is "down" or "up"
            && TryParse(value, out var factor) && factor is >= ByFactor.MinFactor and <= ByFactor.MaxFactor)
        {
            scaling = kind == "down" ? Down(factor) : Up(factor);
        }

        return scaling is not null;
    }

    private static bool TryParse(ReadOnlySpan<char> digits, out int number) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    /// <summary>Width and height are divided, rounded down but at least 1, or multiplied. In text, <c>down 2</c>.</summary>
    /// <param name="Op">Which of the two.</param>
    /// <param name="Factor">1 (the size stays) to 64.</param>
    public sealed record ByFactor(ScaleOp Op, int Factor) : Scaling
    {
        public const int MinFactor = 1;
        public const int MaxFactor = 64;

        public override bool OnlyShrinks => Op == ScaleOp.Down;

        public override (long Width, long Height) NewSize(int width, int height) => Op == ScaleOp.Down
            ? (Math.Max(1, width / Factor), Math.Max(1, height / Factor))
            : ((long)width * Factor, (long)height * Factor);

        public override string ToString() =>
            string.Create(CultureInfo.InvariantCulture, $"{(Op == ScaleOp.Down ? "down" : "up")} {Factor}");
    }

    /// <summary>
    /// What is larger is reduced, its ratio kept, until it fits; what fits is left alone. The side that decides gets exactly its limit,
    /// the other the nearest whole number. In text, <c>fit 2048x1080</c>, <c>fit 2048x</c> or <c>fit x1080</c>.
    /// </summary>
    /// <param name="MaxWidth">1 to <see cref="MaxSide"/> pixels, as the picture is shown; null: any.</param>
    /// <param name="MaxHeight">1 to <see cref="MaxSide"/> pixels, as the picture is shown; null: any. One of the two is given.</param>
    public sealed record ToFit(int? MaxWidth, int? MaxHeight) : Scaling
    {
        /// <summary>The greatest limit of a side.</summary>
        public const int MaxSide = 1_000_000;

        public override bool OnlyShrinks => true;

        /// <summary>The same limit for either side, so for the longer one.</summary>
        public static ToFit LongEdge(int limit) => new(limit, limit);

        /// <summary>Reads <c>2048x1080</c>, <c>2048x</c> or <c>x1080</c>; the x may be a capital.</summary>
        public static bool TryParse(string value, [NotNullWhen(true)] out ToFit? fit)
        {
            fit = value.Split('x', 'X') is [var width, var height] && value.Length > 1
                && TryParseSide(width, out var maxWidth) && TryParseSide(height, out var maxHeight)
                ? new(maxWidth, maxHeight)
                : null;
            return fit is not null;
        }

        public override bool LeavesAlone(int width, int height) =>
            width <= (MaxWidth ?? int.MaxValue) && height <= (MaxHeight ?? int.MaxValue);

        public override (long Width, long Height) NewSize(int width, int height)
        {
            if (LeavesAlone(width, height))
            {
                return (width, height);
            }

            // The width decides where its limit is the smaller part of it: limit ÷ width ≤ limit ÷ height.
            return MaxWidth is { } across && (MaxHeight is not { } down || (long)across * height <= (long)down * width)
                ? (across, Nearest(height, across, width))
                : (Nearest(width, MaxHeight!.Value, height), MaxHeight.Value);
        }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"fit {MaxWidth}x{MaxHeight}");

        /// <summary><c>side · to ÷ from</c>, rounded to the nearest, at least 1.</summary>
        private static long Nearest(long side, long to, long from) => Math.Max(1, ((2 * side * to) + from) / (2 * from));

        private static bool TryParseSide(string digits, out int? side)
        {
            side = Scaling.TryParse(digits, out var number) ? number : null;
            return digits.Length == 0 || side is >= 1 and <= MaxSide;
        }
    }
}
