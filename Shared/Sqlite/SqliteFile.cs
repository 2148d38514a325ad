using Microsoft.Data.Sqlite;

namespace ImgCompress.Sqlite;

/// <summary>
/// One SQLite file with a write-ahead log that is flushed at every commit: what was answered survives a power failure. One
/// connection, used by one caller at a time.
/// </summary>
internal sealed class SqliteFile : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SqliteConnection _connection;

    /// <summary>Opens or makes the file; <paramref name="schema"/> is run where it is new, as version 1.</summary>
    public SqliteFile(string path, string schema)
    {
        _connection = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 30 }.ToString());
        try
        {
            _connection.Open();
            using (var pragmas = _connection.CreateCommand())
            {
                pragmas.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL";
                pragmas.ExecuteNonQuery();
            }

            Write(transaction =>
            {
                var version = (long)transaction.Scalar("PRAGMA user_version")!;
                if (version == 0)
                {
                    transaction.Execute($"{schema}; PRAGMA user_version = 1");
                }
                else if (version != 1)
                {
                    throw new InvalidDataException($"'{path}' has version {version}; this program knows version 1");
                }

                return true;
            });
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <summary>Runs <paramref name="work"/> in one transaction that holds the file's write lock from its start.</summary>
    public T Write<T>(Func<SqliteStatements, T> work)
    {
        lock (_lock)
        {
            using var transaction = _connection.BeginTransaction(deferred: false);
            var result = work(new(_connection, transaction));
            transaction.Commit();
            return result;
        }
    }

    /// <summary>Runs <paramref name="work"/> on one consistent state.</summary>
    public T Read<T>(Func<SqliteStatements, T> work)
    {
        lock (_lock)
        {
            using var transaction = _connection.BeginTransaction(deferred: true);
            return work(new(_connection, transaction));
        }
    }

    public void Dispose() => _connection.Dispose();
}
