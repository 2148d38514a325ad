using System.Runtime.CompilerServices;
using ImgCompress.Contracts;
using ImgCompress.Files;

namespace ImgCompress.Tests.Fixtures.Wrappers;

/// <summary>A real root, whose calls of one delivery are written down with how many bytes they read.</summary>
internal sealed class CountingRoot(IFileRoot root) : ForwardingRoot(root)
{
    private readonly List<string> _calls = [];

    /// <summary>The calls so far, in order.</summary>
    public IReadOnlyList<string> Calls => _calls;

    public long BytesRead { get; private set; }

    public override IStateDirectory? OpenState(StateUse use) => Count(base.OpenState(use));

    public override FileIdentity? TryStat(RelativePath path) => Count(base.TryStat(path));

    public override LoadedFile Load(RelativePath path, long maxBytes)
    {
        var file = Count(base.Load(path, maxBytes));
        BytesRead += file.Content.Length;
        return file;
    }

    public override WrittenTemp WriteTemp(TempName temp, ReadOnlySpan<byte> content, FileTraits? traits) =>
        Count(base.WriteTemp(temp, content, traits));

    public override void RemoveTemp(TempName temp)
    {
        Count(temp);
        base.RemoveTemp(temp);
    }

    public override FileIdentity? TryStatTemp(TempName temp) => Count(base.TryStatTemp(temp));

    public override Fingerprint? FingerprintOfTemp(TempName temp)
    {
        var content = Count(base.FingerprintOfTemp(temp));
        BytesRead += content?.Length ?? 0;
        return content;
    }

    public override bool TryTakeTemp(TempName temp, TempName taken) => Count(base.TryTakeTemp(temp, taken));

    public override bool TryExchange(TempName temp, RelativePath target) => Count(base.TryExchange(temp, target));

    public override bool TryPlace(TempName temp, RelativePath target) => Count(base.TryPlace(temp, target));

    public override void Replace(TempName temp, RelativePath target)
    {
        Count(temp);
        base.Replace(temp, target);
    }

    public override void Keep(RelativePath path, RelativePath keptAt)
    {
        Count(path);
        base.Keep(path, keptAt);
    }

    public override void SyncDirectoryOf(RelativePath target)
    {
        Count(target);
        base.SyncDirectoryOf(target);
    }

    private T Count<T>(T answer, [CallerMemberName] string call = "")
    {
        _calls.Add(call);
        return answer;
    }
}
