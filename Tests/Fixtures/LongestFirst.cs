using ImgCompress.Tests.Protocol;
using ImgCompress.Tests.Simulation;
using ImgCompress.Tests.Worker;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(ImgCompress.Tests.Fixtures.LongestFirst))]

namespace ImgCompress.Tests.Fixtures;

/// <summary>
/// Classes whose tests each take a core for long begin before all others: at the end, all others would be over and a core idle.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long =
    [
        .. new[] { typeof(ProtocolUnderFaults), typeof(NativeWorker), typeof(ProtocolSafety), typeof(RestoreSafety) }
            .Select(type => type.FullName!),
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(collection => !Long.Any(name =>
            collection.TestCollectionDisplayName.Contains(name, StringComparison.Ordinal)))];
}
