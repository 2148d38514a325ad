using System.Globalization;

namespace ImgCompress.Tests.Fixtures;

/// <summary>What is tried only when it is asked for, since it takes minutes or hours.</summary>
internal static class LongTests
{
    /// <summary>The variable that asks for them.</summary>
    private const string Name = "IMG_COMPRESS_TEST_LONG";

    /// <summary>How many further cases, chosen at random; 0 by default.</summary>
    public static int Cases { get; } = int.Parse(Environment.GetEnvironmentVariable(Name) ?? "0", CultureInfo.InvariantCulture);
}
