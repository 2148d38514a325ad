using ImgCompress.Contracts;
using ImgCompress.Files;

namespace ImgCompress.Tests.Fixtures.Wrappers;

/// <summary>A root that has so many names in a directory, in the order of readdir(3), which is none, and nothing behind them.</summary>
internal sealed class RootOfNames(IFileRoot root, IReadOnlyDictionary<string, IReadOnlyList<DirectoryEntry>> directories)
    : ForwardingRoot(root)
{
    public override IEnumerable<DirectoryEntry> List(string directory) => directories[directory];

    public override FileIdentity?[] Identify(string directory, IReadOnlyList<string> names) =>
        [.. names.Select(name => new FileIdentity(1, (ulong)RelativePath.Join(directory, name).GetHashCode(), 8, 4, 5))];

    public override FileIdentity? TryStat(RelativePath path) => null;
}
