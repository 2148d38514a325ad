using System.Security.Cryptography;
using System.Text;
using ImgCompress.Contracts;

namespace ImgCompress.Ledger.Dynamo;

/// <summary>The keys of the table's rows.</summary>
internal static class DynamoKeys
{
    /// <summary>Count shards a job. Transactions on one item exclude each other; this many may be under way side by side.</summary>
    public const int Shards = 16;

    /// <summary>The partition of the index that holds the jobs.</summary>
    public const string Jobs = "JOBS";

    /// <summary>The row that says whose files the others are of.</summary>
    public const string Root = "ROOT";

    /// <summary>
    /// The longest key, in bytes. A partition key may have 2,048, but the index has this key as its range key, which may have 1,024; a
    /// row whose path makes a longer one goes by the path's hash.
    /// </summary>
    public const int MaxKeyBytes = 1024;

    /// <summary>What the key of a file's row begins with.</summary>
    public const string FilePrefix = "FILE#";
    private const string HashPrefix = "sha256:";

    public static string Job(JobId job) => $"JOB#{job}";

    public static string Counts(JobId job, int shard) => $"JOB#{job}#{shard}";

    public static IEnumerable<string> AllCounts(JobId job) => Enumerable.Range(0, Shards).Select(shard => Counts(job, shard));

    /// <summary><c>FILE#path</c>; <c>FILE#sha256:hex</c> for a path that is too long for a key, or that looks like this form.</summary>
    public static string File(RelativePath path) => IsHashed(path)
        ? $"{FilePrefix}{HashPrefix}{Convert.ToHexStringLower(Digest(path))}"
        : $"{FilePrefix}{path.Value}";

    public static string Result(Fingerprint content) => $"RESULT#{content}";

    /// <summary>Whether the path has to stand in an attribute of its own, since the key does not tell it.</summary>
    public static bool IsHashed(RelativePath path) =>
        path.Value.StartsWith(HashPrefix, StringComparison.Ordinal)
        || Encoding.UTF8.GetByteCount(path.Value) + FilePrefix.Length > MaxKeyBytes;

    /// <summary>The path in a key that <see cref="File"/> made of one that is not hashed; else null.</summary>
    public static string? PathOf(string key) =>
        key.StartsWith(FilePrefix, StringComparison.Ordinal)
        && !key.AsSpan(FilePrefix.Length).StartsWith(HashPrefix, StringComparison.Ordinal)
            ? key[FilePrefix.Length..]
            : null;

    /// <summary>Which of the job's counts an item changes: by hash of its path.</summary>
    public static int Shard(RelativePath path) => Digest(path)[0] % Shards;

    /// <summary>The index's partition of a job's items in one shard that are unfinished or failed.</summary>
    public static string Open(JobId job, int shard) => $"{job}#{shard}";

    private static byte[] Digest(RelativePath path) => SHA256.HashData(Encoding.UTF8.GetBytes(path.Value));
}
