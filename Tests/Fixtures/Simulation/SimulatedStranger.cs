namespace ImgCompress.Tests.Fixtures.Simulation;

/// <summary>Somebody else, at work on the same files.</summary>
internal sealed class SimulatedStranger(SimulatedWorld world)
{
    private int _versions;

    /// <summary>Saves, edits or moves a file, unless what he saves could be lost.</summary>
    public void Interfere(Fault fault)
    {
        var name = world.Setup.Files[fault.Choice % world.Setup.Files.Count];
        if (!world.Invariants.MayBeChanged(name))
        {
            return;
        }

        switch (fault.Kind)
        {
            case FaultKind.Saved or FaultKind.Interfered:
                Save(name);
                break;
            case FaultKind.Edited:
                var content = Picture.Of(++_versions);
                world.Invariants.Saved(name, _versions);
                world.Disk.Write(name, content);
                world.Disk.Flush(SimulatedDisk.DirectoryOf(name));
                break;
            default:
                var to = $"{name[..^4]}-moved{fault.Choice}.pgm";
                world.Invariants.Moved(name, to);
                world.Disk.Rename((name, null), (to, world.Disk.Find(name)));
                world.Disk.Flush(SimulatedDisk.DirectoryOf(name));
                break;
        }
    }

    public void Save(string name)
    {
        var content = Picture.Of(++_versions);
        var file = world.Disk.Create(content);
        file.Durable = content;
        world.Invariants.Saved(name, _versions);
        world.Disk.Rename((name, file));
        world.Disk.Flush(SimulatedDisk.DirectoryOf(name));
    }
}
