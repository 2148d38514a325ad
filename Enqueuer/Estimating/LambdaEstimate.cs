namespace ImgCompress.Enqueuer.Estimating;

/// <summary>What a job costs with the template's settings: 50 workers of 1769 MB, which is one vCPU each.</summary>
/// <param name="Usd">Without the file system.</param>
/// <param name="ComputeUsd">Lambda.</param>
/// <param name="DynamoDbUsd">Rows.</param>
/// <param name="SqsUsd">Messages.</param>
/// <param name="Modes">By the throughput mode of EFS.</param>
internal sealed record LambdaEstimate(
    double Usd, double ComputeUsd, double DynamoDbUsd, double SqsUsd, IReadOnlyList<ThroughputEstimate> Modes)
{
    private const int Workers = 50;
    private const double Gigabytes = 1769 / 1024.0;

    /// <summary>A vCPU against a core of a usual machine, as docs/aws.md takes it.</summary>
    private const double Slower = 1.5;

    /// <summary>Seconds that a file waits for EFS, DynamoDB and the start of its batch.</summary>
    private const double Waiting = 0.1;

    /// <summary>As much throughput is provisioned as lets the workers go at their pace, or ends the job within this.</summary>
    private const double HourInSeconds = 3600;

    private const int BatchSize = 10;
    private const double RequestsOfSqs = 0.3;

    /// <summary>Enqueued 3.04, claimed 1, intent 2, finished with the rest of its batch 3.2: docs/aws.md has them as a table.</summary>
    private const double WriteUnits = 9.24;
    private const double ReadUnits = 2;

    /// <summary>
    /// What a delivery asks of EFS besides its data (docs/aws.md has the table); each such call is metered as 4 KiB, and a call that reads
    /// or writes data as 32 KiB at least.
    /// </summary>
    private const double ReadingCalls = 9;
    private const double WritingCalls = 3;
    private const double BytesOfCall = 4 << 10;
    private const double LeastBytesOfData = 32 << 10;

    /// <summary>MiB/s that a file system with bursting throughput has while its credits, in MiB, last; and for each TiB stored.</summary>
    private const double BurstRate = 100;
    private const double BaselinePerTebibyte = 50;
    private const double BurstCredits = 2.1 * (1 << 20);

    /// <summary>The least that a bursting file system has, in MiB/s.</summary>
    private const double LeastBaseline = 1;

    /// <param name="files">Files that are worked on.</param>
    /// <param name="cpuSeconds">CPU seconds of all of them on this machine.</param>
    /// <param name="bytesIn">Bytes of all of them.</param>
    /// <param name="bytesOut">Bytes of their results.</param>
    public static LambdaEstimate Of(long files, double cpuSeconds, double bytesIn, double bytesOut)
    {
        var seconds = (cpuSeconds * Slower) + (files * Waiting);
        var compute = (seconds * Gigabytes * Prices.LambdaGigabyteSecond) + ((double)files / BatchSize * Prices.LambdaRequest);
        var dynamo = files * ((WriteUnits * Prices.DynamoWriteUnit) + (ReadUnits * Prices.DynamoReadUnit));
        var sqs = files * RequestsOfSqs * Prices.SqsRequest;
        var read = Math.Max(bytesIn, files * LeastBytesOfData) + (files * ReadingCalls * BytesOfCall);
        var written = Math.Max(bytesOut, files * LeastBytesOfData) + (files * WritingCalls * BytesOfCall);
        var batch = files == 0 ? 0 : Math.Min(files, BatchSize) * seconds / files;
        var fastest = Math.Max(seconds / Workers, batch);

        // Outside of elastic throughput, reading is metered at a third.
        var metered = ((read / 3) + written) / (1 << 20);
        var provisioned = Math.Max(1, Math.Ceiling(metered / Math.Max(fastest, HourInSeconds)));
        var baseline = Math.Max(LeastBaseline, BaselinePerTebibyte * bytesIn / (1L << 40));
        var burst = Math.Min(metered, BurstCredits);
        var bursting = (burst / BurstRate) + ((metered - burst) / baseline);
        var elastic = (read / 1e9 * Prices.ElasticGigabyteRead) + (written / 1e9 * Prices.ElasticGigabyteWritten);

        // What was provisioned can be given back after a day.
        var day = provisioned * Prices.ProvisionedMebibyteSecondMonth / 30;
        var usd = compute + dynamo + sqs;
        return new(
            Round(usd),
            Round(compute),
            Round(dynamo),
            Round(sqs),
            [
                new("elastic", fastest, Round(elastic), Round(usd + elastic), null),
                new("provisioned", Math.Max(fastest, metered / provisioned), Round(day), Round(usd + day), provisioned),
                new("bursting", Math.Max(fastest, bursting), 0, Round(usd), null),
            ]);
    }

    private static double Round(double usd) => Math.Round(usd, 4);
}
