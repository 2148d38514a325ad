using ImgCompress.Contracts;
using ImgCompress.Files;

namespace ImgCompress.Tests.Fixtures.Simulation;

/// <summary>A root without one of the safeguards.</summary>
internal sealed class MutantRoot(SimulatedDisk disk, Side side, ICaller caller, SimulatedMutant mutant)
    : SimulatedRoot(disk, side.Location, caller)
{
    private readonly SimulatedDisk _disk = disk;
    private readonly ICaller _caller = caller;
    private readonly Dictionary<RelativePath, FileIdentity?> _seen = [];
    private readonly Dictionary<TempName, FileIdentity?> _displaced = [];

    public override IStateDirectory? OpenState(StateUse use) =>
        base.OpenState(use) is not { } state ? null
        : mutant == SimulatedMutant.NoRootIdentity ? new OwnMark(state, side.Name)
        : state;

    public override FoundRoot? FindRootAbove() =>
        mutant == SimulatedMutant.NoSecondLookAbove && _disk.Find($"{Prefix}{StateDirectory.Name}/{StateDirectory.Mark}") is not null
            ? null
            : base.FindRootAbove();

    public override FileIdentity? TryStat(RelativePath path) =>
        mutant == SimulatedMutant.NoLookForRootsBelow && path.Value.Contains($"/{StateDirectory.Name}/", StringComparison.Ordinal)
            ? null
            : _seen[path] = base.TryStat(path);

    public override FileIdentity? TryStatTemp(TempName temp)
    {
        var found = base.TryStatTemp(temp);
        return mutant == SimulatedMutant.DisplacedRemovedUnseen && found is not null && _displaced.TryGetValue(temp, out var expected)
            ? expected
            : found;
    }

    public override WrittenTemp WriteTemp(TempName temp, ReadOnlySpan<byte> content, FileTraits? traits)
    {
        var written = base.WriteTemp(temp, content, traits);
        if (mutant == SimulatedMutant.NoTempFlush && _disk.Find(TempAt(temp)) is { } file)
        {
            file.Durable = null;
        }

        return written;
    }

    public override bool TryTakeTemp(TempName temp, TempName taken)
    {
        switch (mutant)
        {
            case SimulatedMutant.NoFence or SimulatedMutant.CheckInsteadOfFence:
                return false;
            case SimulatedMutant.FenceRemovesUnseen:
                RemoveTemp(temp);
                return false;
            default:
                return base.TryTakeTemp(temp, taken);
        }
    }

    public override void Replace(TempName temp, RelativePath target)
    {
        Check(temp, target);
        base.Replace(temp, target);
    }

    public override bool TryExchange(TempName temp, RelativePath target)
    {
        Check(temp, target);
        _displaced[temp] = _seen.GetValueOrDefault(target);
        return base.TryExchange(temp, target);
    }

    public override bool TryPlace(TempName temp, RelativePath target)
    {
        Check(temp, target);
        return base.TryPlace(temp, target);
    }

    public override void SyncDirectoryOf(RelativePath target)
    {
        if (mutant != SimulatedMutant.NoDirectoryFlush)
        {
            base.SyncDirectoryOf(target);
        }
    }

    private string TempAt(TempName temp) => $"{Prefix}{StateDirectory.Name}/{StateDirectory.Temps}/{temp}";

    private void Check(TempName temp, RelativePath target)
    {
        if (mutant == SimulatedMutant.CheckInsteadOfFence && Picture.Read(_disk.Find(TempAt(temp))?.Content) is { IsScaled: true }
            && !_caller.Call("check", IsHeld, writes: false))
        {
            throw new FileFaultException(FailureReason.ChangedInWork, "another worker has it");
        }

        bool IsHeld() => side.Ledger.Find(target) is { IsInProgress: true } row && side.Ledger.Root is { } owner
            && TempName.Of(target, owner.Ledger, row.Epoch) == temp;
    }

    /// <summary>Each ledger has a mark for itself.</summary>
    private sealed class OwnMark(IStateDirectory state, string side) : IStateDirectory
    {
        public string Location => state.Location;

        public bool Has(string name) => state.Has($"{side}.{name}");

        public byte[]? Read(string name) => state.Read($"{side}.{name}");

        public void Write(string name, ReadOnlySpan<byte> content) => state.Write($"{side}.{name}", content);

        public bool TryCreate(string name, ReadOnlySpan<byte> content) => state.TryCreate($"{side}.{name}", content);

        public bool TryReplace(string name, ReadOnlySpan<byte> standing, ReadOnlySpan<byte> content) =>
            state.TryReplace($"{side}.{name}", standing, content);

        public void Remove(string name) => state.Remove($"{side}.{name}");

        public void Rename(string from, string to) => state.Rename($"{side}.{from}", $"{side}.{to}");

        public IDisposable? TryLock(string name) => state.TryLock(name);

        public IDisposable? TryShare(string name) => state.TryShare(name);

        public void Dispose() => state.Dispose();
    }
}
