namespace ImgCompress.Contracts;

/// <summary>The filters' names on the command line, in payloads and in the ledger. Case does not matter.</summary>
public static class FilterNames
{
    private static readonly Dictionary<string, Filter> ByName = new(StringComparer.OrdinalIgnoreCase)
    {
        ["gaussian"] = Filter.Gaussian,
        ["gauss"] = Filter.Gaussian,
        ["nearest"] = Filter.Nearest,
        ["near"] = Filter.Nearest,
        ["triangle"] = Filter.Triangle,
        ["tri"] = Filter.Triangle,
        ["catmullrom"] = Filter.CatmullRom,
        ["cmr"] = Filter.CatmullRom,
        ["lanczos3"] = Filter.Lanczos3,
        ["lcz"] = Filter.Lanczos3,
    };

    /// <summary>The five names and their aliases, for messages.</summary>
    public const string All = "gaussian (gauss), nearest (near), triangle (tri), catmullrom (cmr) or lanczos3 (lcz)";

    /// <summary>The names and their aliases.</summary>
    public static IEnumerable<string> Known => ByName.Keys;

    public static bool TryParse(string name, out Filter filter) => ByName.TryGetValue(name, out filter);

    public static string ToName(Filter filter) => filter switch
    {
        Filter.Gaussian => "gaussian",
        Filter.Nearest => "nearest",
        Filter.Triangle => "triangle",
        Filter.CatmullRom => "catmullrom",
        Filter.Lanczos3 => "lanczos3",
        _ => throw new ArgumentOutOfRangeException(nameof(filter), filter, null),
    };
}
