using Xunit;

namespace ImgCompress.Tests.Fixtures.Queue;

/// <summary>All of them, each a row of a theory; those that need an emulator are slow.</summary>
public sealed class QueueBackends : TheoryData<QueueBackend>
{
    public QueueBackends()
    {
        Add(QueueBackend.Sqlite);
        Add(QueueBackend.Simulated);
        foreach (var backend in new SqsBackends())
        {
            Add(backend);
        }
    }
}
