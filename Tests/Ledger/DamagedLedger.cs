using ImgCompress.Configuration;
using ImgCompress.Engine.Embedded;
using ImgCompress.Files;
using ImgCompress.Ledger;
using ImgCompress.Ledger.Sqlite;
using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Worker;
using Microsoft.Data.Sqlite;
using Xunit;

namespace ImgCompress.Tests.Ledger;

/// <summary>An embedded ledger and a mark that somebody has written into: they are read, or said to be damaged.</summary>
[Trait("Speed", "Slow")]
public sealed class DamagedLedger : IDisposable
{
    private static readonly object[] Values =
    [
        DBNull.Value, "", "x", -1L, 0L, long.MaxValue, long.MinValue, 1.5, new byte[] { 255, 0 }, "null", "[", "{\"include\":null}",
        "{\"exclude\":[null]}", "{\"include\":{}}", "..", "/", "down 2", "down 99999 gaussian", "down 2 gaussian", "Done", "7", "a:b",
        $"{new string('0', 64)}:1", $"1={new string('0', 64)}:1", "- - scaled", "0x0 1x1 scaled a=b", "5%", "unknown",
        "20260131-142530-kqzmwt",
    ];

    private static readonly Type[] Refusals =
        [typeof(InvalidDataException), typeof(SqliteException), typeof(UsageException), typeof(ForeignRootException)];

    private readonly WorkerFixture _fixture = new();

    [Fact]
    public async Task IsReadOrSaidToBeDamaged()
    {
        var job = await FillAsync();
        using var copy = new TemporaryDirectory();
        var random = new Random(8);
        var columns = Columns();
        for (var n = 0; n < 250 + (4 * LongTests.Cases); n++)
        {
            var (table, column) = columns[random.Next(columns.Count)];
            var value = Values[random.Next(Values.Length)];
            var path = copy.Write("ledger.db", _fixture.Directory.Read(".img-compress/ledger.db"));
            if (!TrySet(path, table, column, value))
            {
                continue;
            }

            await RequireForeseenAsync($"{table}.{column} = {value}", async () =>
            {
                using var ledger = new SqliteLedger(path, _fixture.Clock);
                await ReadAsync(ledger, job);
            });
        }
    }

    [Theory]
    [InlineData(StateDirectory.Ledger)]
    [InlineData(StateDirectory.Mark)]
    [InlineData(StateDirectory.LockOwner)]
    public async Task OfAnyBytesIsReadOrSaidToBeDamaged(string file)
    {
        var job = await FillAsync();
        var random = new Random(8);
        for (var n = 0; n < 12 + LongTests.Cases; n++)
        {
            using var copy = _fixture.Directory.Copy();
            copy.Write(
                $".img-compress/{file}",
                Mutants.Of(_fixture.Directory.Read($".img-compress/{file}"), _fixture.Directory.Read(".img-compress/ledger.db"), random));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(copy.At(".img-compress"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            await RequireForeseenAsync($"{file}, mutant {n}", async () =>
            {
                using var store = EmbeddedStore.OpenOrCreate(copy.Path, _fixture.Clock, random);
                using var held = store.Lock();
                await store.Ownership.CompareAsync(CancellationToken.None);
                await ReadAsync(store.Ledger, job);
                using var queue = store.OpenQueue(only: null);
            });
        }
    }

    public void Dispose() => _fixture.Dispose();

    /// <summary>A job with a file that is done, one that has failed, and one that nobody has begun.</summary>
    private async Task<JobRow> FillAsync()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "files are copied that are open");
        var picture = Png.Noise(20, 16);
        _fixture.Directory.Write("done.png", picture);
        _fixture.Directory.Write("failed.png", picture.AsSpan(0, 300));
        _fixture.Directory.Write("waiting.png", picture);
        await _fixture.Ownership.TakeAsync(CancellationToken.None);
        var job = await _fixture.SubmitAsync();
        await _fixture.DeliverAsync(job, "done.png");
        await _fixture.DeliverAsync(job, "failed.png");
        await File.WriteAllBytesAsync(_fixture.Directory.At(".img-compress/run.owner"), "process 1 on here"u8.ToArray());
        Execute(_fixture.Directory.At(".img-compress/ledger.db"), "PRAGMA wal_checkpoint(TRUNCATE)");
        return job;
    }

    private static async Task RequireForeseenAsync(string damage, Func<Task> read)
    {
        try
        {
            await read();
        }
        catch (Exception exception) when (Refusals.Contains(exception.GetType()))
        {
            Assert.False(string.IsNullOrWhiteSpace(exception.Message), damage);
        }
        catch (Exception exception)
        {
            Assert.Fail($"{damage}: {exception}");
        }
    }

    private async Task ReadAsync(SqliteLedger ledger, JobRow job)
    {
        var cancellation = TestContext.Current.CancellationToken;
        _ = await ledger.FindRootAsync(cancellation);
        _ = await ledger.ListJobsAsync(cancellation).CountAsync(cancellation);
        _ = await ledger.FindJobAsync(job.Id, cancellation);
        _ = await ledger.CountAsync(job.Id, cancellation);
        _ = await ledger.ListFilesAsync(job.Id, cancellation).CountAsync(cancellation);
        _ = await ledger.ListOpenAsync(job.Id, cancellation).CountAsync(cancellation);
        _ = await ledger.FindFilesAsync([WorkerFixture.At("done.png"), WorkerFixture.At("failed.png")], cancellation);
        _ = ledger.FindIntendedTemps(new("1e", "1e", default, 0));
        foreach (var name in (string[])["done.png", "failed.png", "waiting.png"])
        {
            _ = await ledger.ClaimAsync(new(job.Id, WorkerFixture.At(name)), TimeSpan.FromMinutes(1), alone: true, cancellation);
        }

        _ = await ledger.EnqueueAsync(job, [.. new DirectoryScan(_fixture.Root, "", job.Options).Files()], cancellation);
    }

    private List<(string Table, string Column)> Columns()
    {
        using var connection = Open(_fixture.Directory.At(".img-compress/ledger.db"));
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
            WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'
            """;
        using var reader = command.ExecuteReader();
        var columns = new List<(string, string)>();
        while (reader.Read())
        {
            columns.Add((reader.GetString(0), reader.GetString(1)));
        }

        return columns;
    }

    /// <summary>False where the table's own rules forbid the value.</summary>
    private static bool TrySet(string path, string table, string column, object value)
    {
        try
        {
            Execute(path, $"UPDATE OR IGNORE {table} SET {column} = @value", value);
            return true;
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    private static void Execute(string path, string sql, object? value = null)
    {
        using var connection = Open(path);
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Names of the schema.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.Parameters.AddWithValue("@value", value ?? DBNull.Value);
        command.ExecuteNonQuery();
    }

    private static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        return connection;
    }
}
