namespace ImgCompress.Tests.Fixtures.Simulation;

/// <summary>To whom nothing ever happens.</summary>
internal sealed class DirectCaller(TimeProvider time) : ICaller
{
    private readonly Lock _lock = new();

    public TimeProvider Time => time;

    public Task<T> CallAsync<T>(string operation, Func<T> effect, bool writes = true) => Task.FromResult(Call(operation, effect, writes));

    public T Call<T>(string operation, Func<T> effect, bool writes = true)
    {
        lock (_lock)
        {
            return effect();
        }
    }
}
