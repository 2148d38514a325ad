namespace ImgCompress.Tests.Architecture;

/// <summary>Which namespace may use which, all without the <c>ImgCompress.</c> that they begin with.</summary>
internal static class AllowedUses
{
    /// <summary>A row without a namespace goes on with the one above.</summary>
    private const string Table = """
        | Namespace | May use |
        | --- | --- |
        | Aws | |
        | Configuration | |
        | Contracts | |
        | Files | Contracts |
        | Files.Posix | Contracts, Files |
        | Files.Windows | Contracts, Files |
        | Lambda | |
        | Lambda.Amazon | Lambda |
        | Lambda.Own | Lambda |
        | Ledger | Configuration, Contracts, Files, Threading |
        | Ledger.Dynamo | Aws, Contracts, Files, Ledger |
        | Ledger.Sqlite | Contracts, Files, Ledger, Sqlite |
        | Platform | Files, Files.Posix, Files.Windows |
        | Queue | Contracts |
        | Queue.Sqlite | Contracts, Queue, Sqlite |
        | Queue.Sqs | Aws, Contracts, Queue |
        | Sqlite | |
        | Threading | |
        | Engine.Batches | Contracts, Engine.Delivery, Engine.Logging, Lambda, Lambda.Amazon, Lambda.Own, Queue |
        | | Threading |
        | Engine.Delivery | Contracts, Engine.Imaging, Files, Ledger, Platform, Queue |
        | Engine.Embedded | Configuration, Contracts, Files, Ledger, Ledger.Sqlite, Platform, Queue.Sqlite |
        | Engine.Hosting | Aws, Configuration, Contracts, Engine.Delivery, Engine.Embedded, Engine.Imaging, Files |
        | | Ledger, Ledger.Dynamo, Queue, Queue.Sqs |
        | Engine.Imaging | Contracts, Engine.Imaging.Formats, Engine.Imaging.Formats.*, Engine.Imaging.Pixels |
        | | Engine.Imaging.Resampling, Engine.Imaging.Vips |
        | Engine.Imaging.Formats | Contracts, Engine.Imaging.Pixels |
        | Engine.Imaging.Formats.Avif | Contracts, Engine.Imaging.Formats, Engine.Imaging.Pixels, Engine.Imaging.Vips |
        | Engine.Imaging.Formats.Bmp | Contracts, Engine.Imaging.Formats, Engine.Imaging.ImageSharp, Engine.Imaging.Pixels |
        | Engine.Imaging.Formats.Gif | Contracts, Engine.Imaging.Formats, Engine.Imaging.Pixels, Engine.Imaging.Vips |
        | Engine.Imaging.Formats.Jpeg | Contracts, Engine.Imaging.Formats, Engine.Imaging.Formats.Jpeg.Decoding |
        | | Engine.Imaging.Pixels, Engine.Imaging.Vips |
        | Engine.Imaging.Formats.Jpeg.Decoding | Engine.Imaging.Formats, Engine.Imaging.Pixels |
        | Engine.Imaging.Formats.Png | Contracts, Engine.Imaging.Formats, Engine.Imaging.Pixels, Engine.Imaging.Vips |
        | Engine.Imaging.Formats.Pnm | Contracts, Engine.Imaging.Formats, Engine.Imaging.Pixels |
        | Engine.Imaging.Formats.Tga | Contracts, Engine.Imaging.Formats, Engine.Imaging.ImageSharp, Engine.Imaging.Pixels |
        | Engine.Imaging.Formats.Tiff | Contracts, Engine.Imaging.Formats, Engine.Imaging.Formats.Jpeg, Engine.Imaging.Pixels |
        | | Engine.Imaging.Vips |
        | Engine.Imaging.Formats.WebP | Contracts, Engine.Imaging.Formats, Engine.Imaging.Pixels, Engine.Imaging.Vips |
        | Engine.Imaging.ImageSharp | Engine.Imaging.Pixels |
        | Engine.Imaging.Pixels | Contracts |
        | Engine.Imaging.Resampling | Contracts, Engine.Imaging.Pixels |
        | Engine.Imaging.Vips | Contracts, Engine.Imaging.Formats, Engine.Imaging.Pixels |
        | Engine.Logging | Contracts, Engine.Delivery |
        | Engine.Polling | Contracts, Engine.Delivery, Queue, Threading |
        | Engine.Samples | Contracts, Engine.Imaging, Engine.Imaging.Formats, Engine.Imaging.Formats.*, Engine.Imaging.Pixels, Files |
        | Worker | * |
        | Enqueuer | * |
        | Enqueuer.Commands | Aws, Configuration, Contracts, Engine.Delivery, Engine.Embedded, Engine.Hosting, Engine.Imaging |
        | | Engine.Samples, Enqueuer.Estimating, Enqueuer.Output, Enqueuer.Reporting, Enqueuer.Running, Files |
        | | Ledger, Ledger.Dynamo, Ledger.Sqlite, Platform, Queue, Queue.Sqs |
        | Enqueuer.Estimating | Contracts, Engine.Delivery, Engine.Imaging, Enqueuer.Running, Files, Ledger |
        | Enqueuer.Function | Configuration, Contracts, Engine.Hosting, Engine.Logging, Enqueuer.Running, Files, Lambda |
        | | Lambda.Amazon, Lambda.Own, Ledger, Platform, Queue |
        | Enqueuer.Output | Configuration, Contracts, Enqueuer.Estimating, Enqueuer.Running, Ledger |
        | Enqueuer.Reporting | Contracts, Engine.Imaging, Enqueuer.Estimating, Enqueuer.Output, Files, Ledger, Platform |
        | Enqueuer.Running | Configuration, Contracts, Engine.Delivery, Engine.Embedded, Engine.Hosting, Engine.Imaging |
        | | Engine.Polling, Files, Ledger, Ledger.Sqlite, Platform, Queue, Queue.Sqlite |
        | | Threading |
        """;

    private static readonly Dictionary<string, List<string>> Rows = Read();

    public static IEnumerable<string> Namespaces => Rows.Keys;

    /// <summary>Of <c>A.*</c> it takes each <c>A.B</c>.</summary>
    public static bool Allow(string user, string used) => Rows.TryGetValue(user, out var allowed) && allowed.Exists(
        name => name == used || (name.EndsWith('*') && used.StartsWith(name[..^1], StringComparison.Ordinal)));

    /// <summary>What <paramref name="user"/> may use, in words.</summary>
    public static string Of(string user) =>
        Rows.TryGetValue(user, out var allowed) ? string.Join(", ", allowed.DefaultIfEmpty("nothing")) : "nothing: it is not in the table";

    private static Dictionary<string, List<string>> Read()
    {
        var rows = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var current = "";
        foreach (var cells in Table.Split('\n').Skip(2).Select(row => row.Split('|', StringSplitOptions.TrimEntries)))
        {
            if (cells[1].Length > 0)
            {
                current = cells[1];
                rows.Add(current, []);
            }

            rows[current].AddRange(cells[2].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        }

        return rows;
    }
}
