namespace ImgCompress.Enqueuer.Estimating;

/// <summary>List prices in US dollars, without free tiers.</summary>
internal static class Prices
{
    /// <summary>Which prices these are.</summary>
    public const string Source = "us-east-1, list prices of 2025, without free tiers";

    public const double LambdaGigabyteSecond = 0.0000166667;
    public const double LambdaRequest = 0.20 / 1e6;
    public const double SqsRequest = 0.40 / 1e6;
    public const double DynamoWriteUnit = 0.625 / 1e6;
    public const double DynamoReadUnit = 0.125 / 1e6;
    public const double ElasticGigabyteRead = 0.03;
    public const double ElasticGigabyteWritten = 0.06;
    public const double ProvisionedMebibyteSecondMonth = 6.00;
    public const double StandardGigabyteMonth = 0.30;
}
