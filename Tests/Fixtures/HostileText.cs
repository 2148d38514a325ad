using System.Text;

namespace ImgCompress.Tests.Fixtures;

/// <summary>Texts that nobody expects as a number, a name, a path or a URL.</summary>
internal static class HostileText
{
    public static IReadOnlyList<string> All { get; } =
    [
        "", " ", "\t", "a\nb", "\u001b[31mred", "\u202eabc", "ü€😀", "\ud83d", "\ufffe", "\0", "a\0b", "\uf741", new('x', 5000),
        "'", "\"", "\\", "$HOME",
        "0", "-1", "1", "64", "65", "1.5", "1e3", "+1", " 1", "1 ", "1,000", "0x10", "١", "NaN", "-0",
        "null", "true", "[]", "{}",
        "2147483647", "2147483648", "9223372036854775807", "9223372036854775808", "999999999999999999999999", "2G", "99999999999G",
        "100%", "101%",
        "%", "-", "--", "=", "a=b", "-x", "--json", "--x=", "@x", "@", "[x]", "[diagram]", "[suggest:3]",
        "x", "2048x", "1x1x1", "0x0", "down", "gaussian", "bash", "20260131-142530-kqzmwt",
        ".", "..", "../x", "a/../b", "a//b", "/", "//", "~", "*", "**", "**/**", "[", "[a", "{", "{a,b}", "?", "!a", "a\\b", "nul", "C:",
        "http:", "http://", "https://[::1", "http://127.0.0.1:99999/q", "ftp://a", "https://x/q.fifo", "file:///etc/passwd",
    ];

    /// <summary>One of them, or two in a row, or a random one.</summary>
    public static string Any(Random random) => random.Next(4) switch
    {
        0 => $"{One(random)}{One(random)}",
        1 => Encoding.Latin1.GetString(Bytes(random)),
        _ => One(random),
    };

    private static string One(Random random) => All[random.Next(All.Count)];

    private static byte[] Bytes(Random random)
    {
        var bytes = new byte[random.Next(12)];
        random.NextBytes(bytes);
        return bytes;
    }
}
