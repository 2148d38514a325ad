using ImgCompress.Sqlite;

namespace ImgCompress.Ledger.Sqlite;

/// <summary>The tables of the embedded ledger: the rows of the DynamoDB table, as columns.</summary>
internal static class SqliteSchema
{
    /// <summary>What makes each version of the ledger out of the one before.</summary>
    public static readonly SqliteFormat Format = new(
        "the ledger", 0x696D676C, FirstVersion, CountsOfSkipped, RootTable, Histories, Cursors, TimesTaken, CountsOfRestored,
        TotalsFromCounts, Submissions, FewerIndexes);

    private const string FirstVersion = """
        CREATE TABLE job (
            id TEXT PRIMARY KEY, directory TEXT NOT NULL, spec TEXT NOT NULL, options TEXT NOT NULL,
            state TEXT NOT NULL, total INTEGER, created INTEGER NOT NULL) STRICT;
        CREATE TABLE counts (
            job TEXT PRIMARY KEY REFERENCES job (id), enqueued INTEGER NOT NULL DEFAULT 0,
            done INTEGER NOT NULL DEFAULT 0, unchanged INTEGER NOT NULL DEFAULT 0,
            kept INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0,
            bytes_in INTEGER NOT NULL DEFAULT 0, bytes_out INTEGER NOT NULL DEFAULT 0,
            pixels_in INTEGER NOT NULL DEFAULT 0, pixels_out INTEGER NOT NULL DEFAULT 0) STRICT;
        CREATE TABLE file (
            path TEXT PRIMARY KEY, job TEXT NOT NULL REFERENCES job (id), state TEXT NOT NULL,
            epoch INTEGER NOT NULL, attempts INTEGER NOT NULL, lease INTEGER NOT NULL,
            source TEXT, outs TEXT NOT NULL,
            left_spec TEXT, left_content TEXT, left_source TEXT, left_identity TEXT,
            outcome TEXT, reason TEXT, detail TEXT,
            bytes_in INTEGER NOT NULL, bytes_out INTEGER NOT NULL, pixels_in INTEGER NOT NULL, pixels_out INTEGER NOT NULL,
            changed INTEGER NOT NULL) STRICT;
        CREATE INDEX open ON file (job, path) WHERE state <> 'Done';
        CREATE INDEX begun ON file (path) WHERE state IN ('Claimed', 'Intent')
        """;

    private const string CountsOfSkipped = """
        ALTER TABLE counts ADD COLUMN skipped INTEGER NOT NULL DEFAULT 0;
        UPDATE counts SET skipped = (
            SELECT count(*) FROM file WHERE file.job = counts.job AND state = 'Failed'
                AND reason IN ('unsupported', 'link', 'hard-linked', 'not-a-file'));
        UPDATE counts SET failed = failed - skipped
        """;

    /// <summary>The history of each file, and of each content that a job made.</summary>
    private const string Histories = """
        ALTER TABLE file ADD COLUMN left_history TEXT;
        CREATE TABLE result (content TEXT PRIMARY KEY, history TEXT NOT NULL) STRICT, WITHOUT ROWID
        """;

    private const string Cursors = """
        ALTER TABLE job ADD COLUMN cursor TEXT;
        ALTER TABLE job ADD COLUMN advanced INTEGER;
        ALTER TABLE job ADD COLUMN left_out INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE job ADD COLUMN continues INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE job ADD COLUMN paused TEXT;
        ALTER TABLE job ADD COLUMN failure_limit TEXT;
        ALTER TABLE job ADD COLUMN failures_before INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE counts ADD COLUMN changed INTEGER
        """;

    private const string TimesTaken = "ALTER TABLE file ADD COLUMN took INTEGER";

    private const string CountsOfRestored = "ALTER TABLE counts ADD COLUMN restored INTEGER NOT NULL DEFAULT 0";

    private const string TotalsFromCounts = "ALTER TABLE job DROP COLUMN total";

    private const string Submissions = "ALTER TABLE job ADD COLUMN submissions INTEGER NOT NULL DEFAULT 0";

    /// <summary>
    /// An outcome is set once, when an item ends well: so no step before that touches an index. What is begun is found among what is open.
    /// </summary>
    private const string FewerIndexes = """
        DROP INDEX begun;
        DROP INDEX open;
        CREATE INDEX open ON file (job, path) WHERE outcome IS NULL
        """;

    private const string RootTable = """
        CREATE TABLE root (
            one INTEGER PRIMARY KEY CHECK (one = 1), root TEXT NOT NULL, ledger TEXT NOT NULL, made INTEGER NOT NULL,
            generation INTEGER NOT NULL) STRICT
        """;

    public const string StoreRoot = """
        INSERT OR REPLACE INTO root (one, root, ledger, made, generation) VALUES (1, @root, @ledger, @made, @generation)
        """;

    /// <summary>In the place of the row that stands: a row that is replaced moves to another page, with an entry in each index.</summary>
    public const string StoreFile = """
        INSERT INTO file (
            path, job, state, epoch, attempts, lease, source, outs, left_spec, left_content, left_source, left_identity, left_history,
            outcome, reason, detail, bytes_in, bytes_out, pixels_in, pixels_out, changed, took)
        VALUES (
            @path, @job, @state, @epoch, @attempts, @lease, @source, @outs, @left_spec, @left_content, @left_source, @left_identity,
            @left_history, @outcome, @reason, @detail, @bytes_in, @bytes_out, @pixels_in, @pixels_out, @changed, @took)
        ON CONFLICT (path) DO UPDATE SET
            job = @job, state = @state, epoch = @epoch, attempts = @attempts, lease = @lease, source = @source, outs = @outs,
            left_spec = @left_spec, left_content = @left_content, left_source = @left_source, left_identity = @left_identity,
            left_history = @left_history, outcome = @outcome, reason = @reason, detail = @detail, bytes_in = @bytes_in,
            bytes_out = @bytes_out, pixels_in = @pixels_in, pixels_out = @pixels_out, changed = @changed, took = @took
        """;

    /// <summary>What the steps of an item change until it ends well: none of it is in an index.</summary>
    public const string StoreProgress = """
        UPDATE file SET
            state = @state, epoch = @epoch, attempts = @attempts, lease = @lease, source = @source, outs = @outs, reason = @reason,
            detail = @detail, bytes_in = @bytes_in, bytes_out = @bytes_out, pixels_in = @pixels_in, pixels_out = @pixels_out,
            changed = @changed, took = @took
        WHERE path = @path
        """;

    /// <summary>Ends an item well that a claim still holds; it leaves what its intents have recorded.</summary>
    public const string StoreEnd = """
        UPDATE file SET
            state = @state, outcome = @outcome, left_spec = @left_spec, left_content = @left_content, left_source = @left_source,
            left_identity = @left_identity, left_history = @left_history, reason = @reason, detail = @detail, bytes_in = @bytes_in,
            bytes_out = @bytes_out, pixels_in = @pixels_in, pixels_out = @pixels_out, changed = @changed, took = @took
        WHERE path = @path AND epoch = @epoch AND state IN ('Claimed', 'Intent')
        """;

    public const string Count = """
        UPDATE counts SET
            done = done + @done, unchanged = unchanged + @unchanged, kept = kept + @kept,
            bytes_in = bytes_in + @bytes_in, bytes_out = bytes_out + @bytes_out,
            pixels_in = pixels_in + @pixels_in, pixels_out = pixels_out + @pixels_out, changed = @changed
        WHERE job = @job
        """;
}
