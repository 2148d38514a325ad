namespace ImgCompress.Contracts;

/// <summary>The reasons' names in the ledger, in messages and on the command line: kebab case.</summary>
public static class FailureReasons
{
    private static readonly Dictionary<FailureReason, string> Names = Enum.GetValues<FailureReason>().ToDictionary(r => r, Kebab);
    private static readonly Dictionary<string, FailureReason> ByName =
        Names.ToDictionary(n => n.Value, n => n.Key, StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<string> All => Names.Values;

    public static string ToName(this FailureReason reason) => Names[reason];

    public static bool TryParse(string name, out FailureReason reason) => ByName.TryGetValue(name, out reason);

    /// <summary>True where a later attempt may succeed although nobody touched the file.</summary>
    public static bool IsTransient(this FailureReason reason) => reason >= FailureReason.Missing;

    /// <summary>
    /// True where the file is of a kind that is never resized, so that nothing went wrong: the item is said to be skipped, not failed.
    /// </summary>
    public static bool IsByNature(this FailureReason reason) =>
        reason is FailureReason.Unsupported or FailureReason.Link or FailureReason.HardLinked or FailureReason.NotAFile;

    private static string Kebab(FailureReason reason) =>
        string.Concat(reason.ToString().Select((c, i) => char.IsUpper(c) ? $"{(i > 0 ? "-" : "")}{char.ToLowerInvariant(c)}" : $"{c}"));
}
