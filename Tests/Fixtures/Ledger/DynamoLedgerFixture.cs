using Amazon.Runtime.Credentials;
using ImgCompress.Aws;
using ImgCompress.Ledger;
using ImgCompress.Ledger.Dynamo;
using ImgCompress.Tests.Fixtures.Aws;

namespace ImgCompress.Tests.Fixtures.Ledger;

/// <summary>Each test has a table of its own.</summary>
/// <param name="emulators">Of the run.</param>
/// <param name="lossy">Whether requests and answers get lost.</param>
internal sealed class DynamoLedgerFixture(Emulators emulators, bool lossy = false) : LedgerFixture
{
    private readonly string _table = $"ledger-{Path.GetRandomFileName()}";
    private readonly List<DynamoLedger> _opened = [];
    private string? _endpoint;

    public override async ValueTask<IJobLedger> OpenAsync(TimeProvider time)
    {
        _endpoint ??= await emulators.DynamoDbAsync();
        var credentials = TestCredentials.For("DYNAMODB");
        var client = lossy
            ? new LossyDynamoDb(_endpoint, credentials ?? DefaultAWSCredentialsIdentityResolver.GetCredentials(), new Random(_opened.Count))
            : AwsClients.DynamoDb(_endpoint, credentials);
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
