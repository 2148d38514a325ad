using ImgCompress.Aws;
using ImgCompress.Ledger;
using ImgCompress.Ledger.Dynamo;
using ImgCompress.Tests.Aws;

namespace ImgCompress.Tests.Ledger;

/// <summary>Each test has a table of its own.</summary>
internal sealed class DynamoLedgerHome(Emulators emulators) : LedgerHome
{
    private readonly string _table = $"ledger-{Path.GetRandomFileName()}";
    private readonly List<DynamoLedger> _opened = [];
    private string? _endpoint;

    public override async ValueTask<IJobLedger> OpenAsync(TimeProvider time)
    {
        _endpoint ??= await emulators.DynamoDbAsync();
        var client = AwsClients.DynamoDb(_endpoint, TestCredentials.For("DYNAMODB"));
        _opened.Add(new(client, _table, new ClockWithRealTimers(time), new Random()));
        await _opened[^1].CreateTableAsync(CancellationToken.None);
        return _opened[^1];
    }

    protected override async ValueTask RemoveAsync()
    {
        if (_opened.Count > 0)
        {
            using var client = AwsClients.DynamoDb(_endpoint, TestCredentials.For("DYNAMODB"));
            await client.DeleteTableAsync(_table, CancellationToken.None);
            _opened.ForEach(ledger => ledger.Dispose());
        }
    }
}
