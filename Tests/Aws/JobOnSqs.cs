namespace ImgCompress.Tests.Aws;

public sealed class JobOnSqs(Emulators emulators) : JobOnAws(emulators)
{
    private readonly Emulators _emulators = emulators;

    protected override Task<string> SqsAsync() => _emulators.SqsAsync();
}
