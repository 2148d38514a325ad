using ImgCompress.Contracts;
using ImgCompress.Files;

namespace ImgCompress.Tests.Fixtures.Wrappers;

/// <summary>A real root, each of whose calls is a step of a life.</summary>
internal sealed class CrashingRoot(IFileRoot root, CrashPoint life) : ForwardingRoot(root)
{
    public CrashPoint Life => life;

    public override IStateDirectory? OpenState(StateUse use) =>
        life.Step(() => base.OpenState(use)) is { } state ? new CrashingState(state, life) : null;

    public override IEnumerable<TempName> ListTemps() => life.Step(() => base.ListTemps());

    public override FileIdentity? TryStat(RelativePath path) => life.Step(() => base.TryStat(path));

    public override LoadedFile Load(RelativePath path, long maxBytes) => life.Step(() => base.Load(path, maxBytes));

    public override WrittenTemp WriteTemp(TempName temp, ReadOnlySpan<byte> content, FileTraits? traits)
    {
        var copy = content.ToArray();
        return life.Step(() => base.WriteTemp(temp, copy, traits));
    }

    public override void RemoveTemp(TempName temp) => life.Step(() => base.RemoveTemp(temp));

    public override void Replace(TempName temp, RelativePath target) => life.Step(() => base.Replace(temp, target));

    public override bool TryTakeTemp(TempName temp, TempName taken) => life.Step(() => base.TryTakeTemp(temp, taken));

    public override FileIdentity? TryStatTemp(TempName temp) => life.Step(() => base.TryStatTemp(temp));

    public override Fingerprint? FingerprintOfTemp(TempName temp) => life.Step(() => base.FingerprintOfTemp(temp));

    public override bool TryExchange(TempName temp, RelativePath target) => life.Step(() => base.TryExchange(temp, target));

    public override bool TryPlace(TempName temp, RelativePath target) => life.Step(() => base.TryPlace(temp, target));

    public override void RemoveKept(RelativePath keptAt) => life.Step(() => base.RemoveKept(keptAt));

    public override void SyncDirectoryOf(RelativePath target) => life.Step(() => base.SyncDirectoryOf(target));

    public override void Keep(RelativePath path, RelativePath keptAt) => life.Step(() => base.Keep(path, keptAt));

    public override void LinkTemp(TempName temp, RelativePath keptAt) => life.Step(() => base.LinkTemp(temp, keptAt));

    public override void CreateDirectoryOf(RelativePath target) => life.Step(() => base.CreateDirectoryOf(target));
}
