namespace ImgCompress.Tests.Fixtures.Aws;

/// <param name="Kind">As <c>emulator.mjs</c> knows it.</param>
/// <param name="Name">The package's.</param>
/// <param name="Version">Exactly this one.</param>
/// <param name="OnlyUnpacked">Without the packages that it depends on.</param>
/// <param name="Needs">Programs that have to be on the path.</param>
internal sealed record NpmPackage(string Kind, string Name, string Version, bool OnlyUnpacked, IReadOnlyList<string> Needs);
