using Microsoft.Data.Sqlite;

namespace ImgCompress.Sqlite;

/// <summary>
/// One SQLite file with a write-ahead log. What was committed survives the end of the process in any case, and a power failure
/// too from the next flush on, in order: nothing is lost that a later flushed commit came after. One connection, used by one
/// caller at a time.
/// </summary>
internal sealed class SqliteFile : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SqliteConnection _connection;

    /// <summary>Opens or creates the file, and brings it to the newest version.</summary>
    /// <param name="path">The file.</param>
    /// <param name="versions">The statements that make version 1, those that make version 2 of it, and so on.</param>
    /// <exception cref="InvalidDataException">The file's version is newer.</exception>
    public SqliteFile(string path, params IReadOnlyList<string> versions)
    {
        _connection = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 30 }.ToString());
        try
        {
            _connection.Open();
            Pragma("PRAGMA journal_mode = WAL");
            Pragma("PRAGMA synchronous = NORMAL");
            Write(transaction =>
            {
                var version = (long)transaction.Scalar("PRAGMA user_version")!;
                if (version < 0 || version > versions.Count)
                {
                    throw new InvalidDataException($"'{path}' has version {version}; this program knows versions up to {versions.Count}");
                }

                foreach (var statements in versions.Skip((int)version))
                {
                    transaction.Execute($"{statements}; PRAGMA user_version = {++version}");
                }

                return version;
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

    /// <summary>Like <see cref="Write"/>, and flushes this commit, and with it all earlier ones, to the disk.</summary>
    public T WriteFlushed<T>(Func<SqliteStatements, T> work)
    {
        lock (_lock)
        {
            try
            {
                Pragma("PRAGMA synchronous = FULL");
                return Write(work);
            }
            finally
            {
                Pragma("PRAGMA synchronous = NORMAL");
            }
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

    private void Pragma(string pragma)
    {
        using var command = _connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this file.
        command.CommandText = pragma;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
