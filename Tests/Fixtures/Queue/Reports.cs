namespace ImgCompress.Tests.Fixtures.Queue;

/// <summary>Keeps what was reported last, at once; the framework's own reports later, from another thread.</summary>
internal sealed class Reports : IProgress<long>
{
    public long Last { get; private set; }

    public void Report(long value) => Last = value;
}
