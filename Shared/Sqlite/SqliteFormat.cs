namespace ImgCompress.Sqlite;

/// <summary>What a SQLite file of this program looks like.</summary>
/// <param name="What">What it is, for messages: <c>the ledger</c>.</param>
/// <param name="ApplicationId">
/// Tells such a file from other SQLite files (<c>PRAGMA application_id</c>). Older files have none.
/// </param>
/// <param name="Versions">The statements that make each version of the one before, from an empty file on.</param>
internal sealed record SqliteFormat(string What, int ApplicationId, params IReadOnlyList<string> Versions);
