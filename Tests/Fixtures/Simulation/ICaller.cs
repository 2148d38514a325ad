namespace ImgCompress.Tests.Fixtures.Simulation;

/// <summary>Whoever calls a simulated backend.</summary>
internal interface ICaller
{
    TimeProvider Time { get; }

    /// <summary>An asynchronous call.</summary>
    /// <param name="operation">What it does, for the journal and for the faults.</param>
    /// <param name="effect">What happens in one step.</param>
    /// <param name="writes">Whether it changes anything.</param>
    Task<T> CallAsync<T>(string operation, Func<T> effect, bool writes = true);

    /// <summary>The same, waiting for the answer.</summary>
    T Call<T>(string operation, Func<T> effect, bool writes = true);
}
