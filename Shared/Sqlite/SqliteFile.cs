using Microsoft.Data.Sqlite;
using SQLitePCL;

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
    private readonly Dictionary<string, SqliteCommand> _prepared = new(StringComparer.Ordinal);

    /// <summary>
    /// Opens the file. Where there is none it is made beside, and then given its name: one that stands there without content has lost it.
    /// </summary>
    /// <exception cref="InvalidDataException">It is damaged, or no file of this program, or of a later version of it.</exception>
    public SqliteFile(string path, SqliteFormat format)
    {
        if (!File.Exists(path))
        {
            Create(path, format);
        }

        _connection = Connect(path);
        try
        {
            RequireWhole(path, format);
            Pragma("PRAGMA journal_mode = WAL");
            Pragma("PRAGMA synchronous = NORMAL");
            Upgrade(format);
        }
        catch
        {
            // As it was found.
            LeaveLog();
            _connection.Dispose();
            throw;
        }
    }

    /// <summary>Reads the whole file, and says whether its structure is sound.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public void Check(string what)
    {
        lock (_lock)
        {
            using var command = Command("PRAGMA quick_check(1)");
            if (command.ExecuteScalar() as string is not "ok" and var found)
            {
                // What it says of a page has a line above it that names the database.
                throw new InvalidDataException($"{what} is damaged: {found?.Split('\n')[^1]}");
            }
        }
    }

    /// <summary>Runs <paramref name="work"/> in one transaction that holds the file's write lock from its start.</summary>
    public T Write<T>(Func<SqliteStatements, T> work)
    {
        lock (_lock)
        {
            return Run("BEGIN IMMEDIATE", work);
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
            return Run("BEGIN", work);
        }
    }

    /// <summary>
    /// One transaction. Its statements are prepared as all others are, which a <see cref="SqliteTransaction"/> does anew each time.
    /// </summary>
    private T Run<T>(string begin, Func<SqliteStatements, T> work)
    {
        var statements = new SqliteStatements(_connection, _prepared);
        statements.Execute(begin);
        try
        {
            var result = work(statements);
            statements.Execute("COMMIT");
            return result;
        }
        catch
        {
            // After some errors SQLite has rolled it back by itself.
            if (raw.sqlite3_get_autocommit(_connection.Handle) == 0)
            {
                statements.Execute("ROLLBACK");
            }

            throw;
        }
    }

    /// <summary>Closing leaves the log, also where nobody else has the file open.</summary>
    public void LeaveLog() => SqliteException.ThrowExceptionForRC(
        raw.sqlite3_db_config(_connection.Handle, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, out _), _connection.Handle);

    /// <summary>Puts all that the log holds into the file, flushed, for closing to remove it; false: the disk does not take it.</summary>
    public bool TryEmptyLog()
    {
        lock (_lock)
        {
            try
            {
                Pragma("PRAGMA wal_checkpoint(TRUNCATE)");
                return true;
            }
            catch (SqliteException)
            {
                return false;
            }
        }
    }

    public void Dispose()
    {
        foreach (var command in _prepared.Values)
        {
            command.Dispose();
        }

        _connection.Dispose();
    }

    private static SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 30 }.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Create(string path, SqliteFormat format)
    {
        var beside = $"{path}.{Path.GetRandomFileName()}";
        try
        {
            using (var connection = Connect(beside))
            {
                // Each by itself: what fails in a command behind a statement that answers, as a pragma does, is passed over in silence.
                string[] statements =
                [
                    "BEGIN", .. format.Versions, $"PRAGMA user_version = {format.Versions.Count}",
                    $"PRAGMA application_id = {format.ApplicationId}", "COMMIT",
                ];
                foreach (var sql in statements)
                {
                    using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this assembly.
                    command.CommandText = sql;
#pragma warning restore CA2100
                    command.ExecuteNonQuery();
                }
            }

#pragma warning disable RS0030 // Within one directory it is a rename.
            File.Move(beside, path);
#pragma warning restore RS0030
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was faster.
            File.Delete(beside);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }

    /// <summary>A file without content, or shorter than it says that it is, has lost some.</summary>
    private void RequireWhole(string path, SqliteFormat format)
    {
        var version = Number("PRAGMA user_version");
        var application = Number("PRAGMA application_id");
        if (version == 0 || (application != format.ApplicationId && application != 0))
        {
            throw new InvalidDataException(new FileInfo(path).Length == 0
                ? $"'{path}' is empty: {format.What} that it held is lost"
                : $"'{path}' is not {format.What}");
        }

        if (version > format.Versions.Count)
        {
            throw new InvalidDataException(
                $"'{path}' has version {version}; this program knows versions up to {format.Versions.Count}");
        }
    }

    private void Upgrade(SqliteFormat format) => Write(transaction =>
    {
        for (var version = (long)transaction.Scalar("PRAGMA user_version")!; version < format.Versions.Count; version++)
        {
            transaction.Execute(format.Versions[(int)version]);
            transaction.Execute($"PRAGMA user_version = {version + 1}");
            transaction.Execute($"PRAGMA application_id = {format.ApplicationId}");
        }

        return true;
    });

    private long Number(string pragma)
    {
        using var command = Command(pragma);
        return (long)command.ExecuteScalar()!;
    }

    private void Pragma(string pragma)
    {
        using var command = Command(pragma);
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string pragma)
    {
        var command = _connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this file.
        command.CommandText = pragma;
#pragma warning restore CA2100
        return command;
    }
}
