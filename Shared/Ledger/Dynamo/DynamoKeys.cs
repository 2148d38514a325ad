using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using ImgCompress.Contracts;

namespace ImgCompress.Ledger.Dynamo;

/// <summary>The keys of the table's rows.</summary>
internal static class DynamoKeys
{
    /// <summary>
    /// Count shards of a small job. Transactions on one item exclude each other; this many may be under way side by side.
    /// </summary>
    public const int LeastShards = 16;

    /// <summary>Partitions of the index a job.</summary>
    public const int OpenPartitions = 16;

    private const int MostShards = 256;

    /// <summary>A batch of a submission is 200 files, so a shard for each 4,000.</summary>
    private const int BatchesOfShard = 20;

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

    /// <summary>The count shards of a job whose submission has come so far: they only become more.</summary>
    public static int ShardsOf(long batches) => (int)Math.Clamp(batches / BatchesOfShard, LeastShards, MostShards);

    public static IEnumerable<string> AllCounts(JobId job, int shards) => Enumerable.Range(0, shards).Select(shard => Counts(job, shard));

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

    /// <summary>
    /// The count shard that a transaction changes, by hash of the path of its first item. Any would do, since it is their sum that is read.
    /// </summary>
    public static string CountsOf(JobId job, RelativePath path, int shards) =>
        Counts(job, BinaryPrimitives.ReadUInt16LittleEndian(Digest(path)) % shards);

    /// <summary>The index's partition of a job's item while it is unfinished or failed.</summary>
    public static string OpenOf(JobId job, RelativePath path) => Open(job, Digest(path)[0] % OpenPartitions);

    public static string Open(JobId job, int partition) => $"{job}#{partition}";

    private static byte[] Digest(RelativePath path) => SHA256.HashData(Encoding.UTF8.GetBytes(path.Value));
}
