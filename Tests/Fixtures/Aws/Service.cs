namespace ImgCompress.Tests.Fixtures.Aws;

/// <summary>An emulated or given service.</summary>
internal abstract record Service
{
    private Service()
    {
    }

    /// <param name="Endpoint">Its URL.</param>
    /// <param name="Process">What to end when the tests are over; null where it is not theirs.</param>
    public sealed record Running(string Endpoint, IAsyncDisposable? Process) : Service;

    /// <param name="What">What would have to be there, in a sentence.</param>
    public sealed record Missing(string What) : Service;
}
