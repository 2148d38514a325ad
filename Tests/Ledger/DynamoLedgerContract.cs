using ImgCompress.Aws;
using ImgCompress.Ledger;
using ImgCompress.Ledger.Dynamo;
using ImgCompress.Tests.Aws;

namespace ImgCompress.Tests.Ledger;

/// <summary>Each test has a table of its own.</summary>
public sealed class DynamoLedgerContract(Emulators emulators) : LedgerContract
{
    private readonly string _table = $"ledger-{Path.GetRandomFileName()}";
    private string? _endpoint;
    private bool _opened;

    protected override async ValueTask<IJobLedger> OpenAsync(TimeProvider time)
    {
        _endpoint ??= await emulators.DynamoDbAsync();
        var client = AwsClients.DynamoDb(_endpoint, TestCredentials.For("DYNAMODB"));
        var ledger = new DynamoLedger(client, _table, new ClockWithRealTimers(time), new Random());
        _opened = true;
        await ledger.CreateTableAsync(CancellationToken.None);
        return ledger;
    }

    protected override async ValueTask RemoveAsync()
    {
        if (_opened)
        {
            using var client = AwsClients.DynamoDb(_endpoint, TestCredentials.For("DYNAMODB"));
            await client.DeleteTableAsync(_table, CancellationToken.None);
        }
    }
}
