using System.Text.Json;
using ImgCompress.Contracts;

namespace ImgCompress.Ledger;

/// <summary>
/// A row as a ledger stores it, read into records. The columns of SQLite and the attributes of DynamoDB have the same names and the
/// same text forms; times are milliseconds since 1970. A value that cannot be read is damage.
/// </summary>
internal abstract class StoredRow
{
    private static readonly long MinTime = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long MaxTime = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    // Each claim reads its job, which as a rule is that of the claim before.
    private static ParsedOptions? _lastOptions;

    /// <summary>Which row this is, for the message about a damaged value.</summary>
    protected abstract string Description { get; }

    /// <summary>The path of a file's row, in the text form of <see cref="RelativePath"/>.</summary>
    protected virtual string? Path => Text("path");

    /// <summary>Null where the row has no such value.</summary>
    public abstract string? Text(string name);

    /// <summary>Null where the row has no such value.</summary>
    /// <exception cref="InvalidDataException">The value is not a whole number of 64 bits.</exception>
    public abstract long? Number(string name);

    /// <param name="id">The column that holds the job's id.</param>
    /// <exception cref="InvalidDataException">A value cannot be read; the message names it.</exception>
    public JobRow ToJob(string id) => new(
        Job(id),
        Text("directory") ?? "",
        ResizeSpec.TryParse(Text("spec") ?? "", out var spec) ? spec : throw Damaged("spec"),
        Options(),
        Named<JobState>("state") ?? throw Damaged("state"),
        Time("created"))
    {
        Cursor = Text("cursor") is not { } cursor ? null
            : RelativePath.TryParse(cursor, out var path) ? path
            : throw Damaged("cursor"),
        Advanced = Number("advanced") is null ? null : Time("advanced"),
        LeftOut = Number("left_out") ?? 0,
        Submissions = Number("submissions") ?? 0,
        ContinuesItself = Number("continues") == 1,
        Paused = Text("paused"),
        FailureLimit = Text("failure_limit") is not { } limit ? null
            : FailureLimit.TryParse(limit, out var parsed) ? parsed
            : throw Damaged("failure_limit"),
        FailuresBefore = Number("failures_before") ?? 0,
    };

    /// <exception cref="InvalidDataException">A value cannot be read; the message names it.</exception>
    public FileRow ToFile() => new()
    {
        Path = RelativePath.TryParse(Path, out var path) ? path : throw Damaged("path", Path),
        Job = Job("job"),
        State = Named<ItemState>("state") ?? throw Damaged("state"),
        Epoch = Number("epoch") ?? 0,
        Attempts = (int)(Number("attempts") ?? 0),
        Lease = Time("lease"),
        Source = ReadFingerprint("source"),
        Intents = RecordedIntent.TryParseAll(Text("outs") ?? "", out var intents) ? intents : throw Damaged("outs"),
        LastResult = Text("left_spec") is { } spec
            ? new(
                spec,
                ReadFingerprint("left_content") ?? throw Damaged("left_content"),
                ReadFingerprint("left_source"),
                Text("left_identity"),
                History(spec))
            : null,
        Outcome = Named<Outcome>("outcome"),
        Failure = Text("reason") is { } reason
            ? new(FailureReasons.TryParse(reason, out var known) ? known : throw Damaged("reason"), Text("detail") ?? "")
            : null,
        Sizes = ToSizes(),
        Took = Number("took") is null ? null : Time("took") - DateTimeOffset.UnixEpoch,
        Changed = Time("changed"),
    };

    /// <exception cref="InvalidDataException">A value cannot be read; the message names it.</exception>
    public RootIdentity ToRoot() => new(
        Text("root") ?? throw Damaged("root"),
        Text("ledger") ?? throw Damaged("ledger"),
        Time("made"),
        Number("generation") ?? 0);

    /// <summary>Reads the history that stands in the row of a content.</summary>
    public static FileHistory ReadHistory(string text, Fingerprint content) => FileHistory.TryParse(text, out var history)
        ? history
        : throw new InvalidDataException($"the ledger is damaged: the history of the content {content} is '{text}'");

    public Counts ToCounts() => new(
        Number("done") ?? 0, Number("unchanged") ?? 0, Number("kept") ?? 0, Number("skipped") ?? 0, Number("failed") ?? 0, ToSizes())
    {
        Items = Number("enqueued") ?? 0,
        Restored = Number("restored") ?? 0,
        Changed = Number("changed") is null ? null : Time("changed"),
    };

    protected InvalidDataException Damaged(string name, string? found) =>
        new($"the ledger is damaged: {name} of {Description} is '{found}'");

    private InvalidDataException Damaged(string name) => Damaged(name, Text(name));

    private JobOptions Options()
    {
        var text = Text("options") ?? "{}";
        if (_lastOptions is { } last && last.Text == text)
        {
            return last.Options;
        }

        try
        {
            var parsed = JsonSerializer.Deserialize(text, ContractsJson.Default.JobOptions)
                is { Include: { } include, Exclude: { } exclude } options && !include.Contains(null!) && !exclude.Contains(null!)
                ? options
                : throw Damaged("options");
            _lastOptions = new(text, parsed);
            return parsed;
        }
        catch (JsonException)
        {
            throw Damaged("options");
        }
    }

    private Sizes ToSizes() =>
        new(Number("bytes_in") ?? 0, Number("bytes_out") ?? 0, Number("pixels_in") ?? 0, Number("pixels_out") ?? 0);

    private Fingerprint? ReadFingerprint(string name) =>
        Text(name) is not { } text ? null
        : Fingerprint.TryParse(text, out var fingerprint) ? fingerprint
        : throw Damaged(name);

    /// <summary>
    /// Of a row that has none recorded, what its last spec tells: that a job kept the file as it was, or may have scaled it.
    /// </summary>
    private FileHistory? History(string lastSpec) => Text("left_history") switch
    {
        null => Text("outcome") == nameof(Outcome.Kept) ? null : FileHistory.Of(lastSpec),
        LastResult.NoHistory => null,
        var text => FileHistory.TryParse(text, out var history) ? history : throw Damaged("left_history"),
    };

    private T? Named<T>(string name)
        where T : struct, Enum =>
        Text(name) is not { } text ? null
        : Enum.TryParse<T>(text, out var value) ? value
        : throw Damaged(name);

    private JobId Job(string name) => JobId.TryParse(Text(name), out var job) ? job : throw Damaged(name);

    private DateTimeOffset Time(string name)
    {
        var milliseconds = Number(name) ?? 0;
        return milliseconds >= MinTime && milliseconds <= MaxTime
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : throw Damaged(name, $"{milliseconds}");
    }

    private sealed record ParsedOptions(string Text, JobOptions Options);
}
