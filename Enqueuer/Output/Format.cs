using System.Globalization;
using ImgCompress.Contracts;
using ImgCompress.Ledger;

namespace ImgCompress.Enqueuer.Output;

/// <summary>Numbers as people read them.</summary>
internal static class Format
{
    private static readonly string[] Units = ["bytes", "kB", "MB", "GB", "TB", "PB"];

    /// <summary>Decimal units, three significant digits: 980 bytes, 1.24 MB, 31.5 GB.</summary>
    public static string Bytes(long bytes)
    {
        var (value, unit) = ((double)Math.Abs(bytes), 0);
        while (value >= 999.5 && unit < Units.Length - 1)
        {
            (value, unit) = (value / 1000, unit + 1);
        }

        var digits = unit == 0 || value >= 99.95 ? "0" : value >= 9.995 ? "0.0" : "0.00";
        var sign = bytes < 0 ? "-" : "";
        return $"{sign}{value.ToString(digits, CultureInfo.InvariantCulture)} {(Math.Abs(bytes) == 1 ? "byte" : Units[unit])}";
    }

    /// <summary>0.8 s, 12 s, 3 min 05 s, 2 h 10 min, 3 d 4 h.</summary>
    public static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 9.95 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
        { TotalSeconds: < 59.5 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.Minutes} min {time.Seconds:00} s"),
        { TotalDays: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.Hours} h {time.Minutes:00} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalDays} d {time.Hours} h"),
    };

    /// <summary>0.45, 3.2, 120: of what is counted by the second.</summary>
    public static string Rate(double perSecond) =>
        perSecond.ToString(perSecond >= 99.5 ? "N0" : perSecond >= 0.995 ? "0.0" : "0.00", CultureInfo.InvariantCulture);

    /// <summary>In the machine's own time zone, to the minute: 2026-01-31 14:25.</summary>
    public static string Moment(DateTimeOffset moment, TimeProvider time) =>
        TimeZoneInfo.ConvertTime(moment, time.LocalTimeZone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary><c>1 file</c>, <c>2 files</c>.</summary>
    public static string Plural(long number, string noun) => $"{Count(number)} {noun}{(number == 1 ? "" : "s")}";

    /// <summary>Dollars: <c>under $0.01</c>, <c>$1.25</c>, <c>$1,250</c>.</summary>
    public static string Usd(double usd) => usd switch
    {
        0 => "$0",
        < 0.01 => "under $0.01",
        < 100 => string.Create(CultureInfo.InvariantCulture, $"${usd:0.00}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"${usd:N0}"),
    };

    /// <summary>A part of a whole in whole percent.</summary>
    public static string Percent(long part, long whole) =>
        whole == 0 ? "0 %" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / whole:0} %");

    /// <summary><c>1.2 MB saved (60 %)</c>, or, where the results take more, <c>grown by 1.2 MB (60 %)</c>.</summary>
    public static string Saved(Sizes sizes)
    {
        var saved = sizes.BytesIn - sizes.BytesOut;
        var percent = Percent(Math.Abs(saved), sizes.BytesIn);
        return saved >= 0 ? $"{Bytes(saved)} saved ({percent})" : $"grown by {Bytes(-saved)} ({percent})";
    }

    /// <summary>What a spec does to width and height, as a sentence has it: <c>down by 2</c>.</summary>
    public static string Scaling(ResizeSpec spec) => Spec(spec).Split(" with ")[0];

    /// <summary>A spec as a sentence has it: <c>down by 2 with gaussian</c>, <c>to fit 2048 x 1080 with gaussian</c>.</summary>
    public static string Spec(ResizeSpec spec)
    {
        var words = spec.ToString().Split(' ');
        var rest = words.Length > 3 ? $" ({string.Join(", ", words[3..])})" : "";
        var scaling = spec.Scaling switch
        {
            Scaling.ToFit { MaxWidth: var width, MaxHeight: null } => $"to fit a width of {width}",
            Scaling.ToFit { MaxWidth: null, MaxHeight: var height } => $"to fit a height of {height}",
            Scaling.ToFit(var width, var height) => $"to fit {width} x {height}",
            _ => $"{words[0]} by {words[1]}",
        };
        return $"{scaling} with {words[2]}{rest}";
    }
}
