using ImgCompress.Enqueuer.Running;
using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Programs;
using Xunit;

namespace ImgCompress.Tests.Enqueuer;

/// <summary>A directory that holds more than somebody's images. None of a real machine is ever named to the program here.</summary>
[Trait("Speed", "Slow")]
public sealed class DirectoryOfOthers
{
    /// <summary>A machine with links, as a list of names and what they stand for.</summary>
    private static readonly Machine Described = new()
    {
        SystemTrees = ["/usr", "/etc", "/private/etc"],
        SharedPlaces = ["/home", "/var", "/opt", "/mnt", "/tmp"],
        PlacesOfHomes = ["/home"],
        OwnHome = "/data/me",
        OtherHomes = ["/root", "/srv/www", "/nowhere"],
        MountPoints = ["/", "/mnt/disk", "/boot"],
        RealPath = path => path switch
        {
            "/bin" => "/usr/bin",
            "/link" => "/",
            "/mine" => "/data/me",
            "/mnt/to-home" => "/home/other",
            _ => path,
        },
        Below = (top, directory) => (top, directory) switch
        {
            ("/usr", "/mnt/icons") => "share/icons",
            ("/home", "/mnt/bound") => "other",
            ("/home", "/mnt/photos") => "other/photos",
            ("/data/me", "/mnt/me") or ("/mnt/disk", "/data/disk") => "",
            _ => null,
        },
        IsCaseSensitive = true,
    };

    [Theory]
    [InlineData("/", "the root of the file system")]
    [InlineData("/tmp/..", "the root of the file system")]
    [InlineData("/link", "the root of the file system")]
    [InlineData("/usr", "a directory of the system")]
    [InlineData("/usr/", "a directory of the system")]
    [InlineData("/usr/share/icons", "in the system's directory '/usr'")]
    [InlineData("/home/me/../../etc", "a directory of the system")]
    [InlineData("/bin", "in the system's directory '/usr'")]
    [InlineData("/data/me", "your home directory")]
    [InlineData("/mine", "your home directory")]
    [InlineData("/data", "above your home directory")]
    [InlineData("/home", "a directory that holds those of others")]
    [InlineData("/home/other", "a home directory")]
    [InlineData("/mnt/to-home", "a home directory")]
    [InlineData("/root", "a home directory")]
    [InlineData("/srv/www", "a home directory")]
    [InlineData("/var", "a directory that holds those of others")]
    [InlineData("/mnt/disk", "a whole file system, mounted there")]
    [InlineData("/mnt/icons", "in the system's directory '/usr', seen at another place")]
    [InlineData("/mnt/bound", "a home directory")]
    [InlineData("/mnt/me", "your home directory")]
    [InlineData("/mnt/photos", null)]
    [InlineData("/data/disk", null)]
    [InlineData("/home/other/photos", null)]
    [InlineData("/data/me/photos", null)]
    [InlineData("/data/media", null)]
    [InlineData("/root/photos", null)]
    [InlineData("/usrlocal", null)]
    [InlineData("/var/www/uploads", null)]
    [InlineData("/mnt/disk/photos", null)]
    [InlineData("/tmp/photos", null)]
    public void IsKnownByWhatItIs(string directory, string? what)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the paths are those of Unix");
        Assert.Equal(what, ProtectedDirectory.WhatIs(directory, Described, mounts: true));
    }

    [Fact]
    public void IsNotTheTopOfAFileSystemWhereThatIsTheRoot()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the paths are those of Unix");
        Assert.Null(ProtectedDirectory.WhatIs("/mnt/disk", Described, mounts: false));
        Assert.NotNull(ProtectedDirectory.WhatIs("/home", Described, mounts: false));
    }

    [Fact]
    public void IsFoundInAnyCaseWhereTheSystemDoesNotTellThemApart()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the paths are those of Unix");
        var folding = Described with { IsCaseSensitive = false };
        Assert.Equal("a home directory", ProtectedDirectory.WhatIs("/HOME/Other", folding, mounts: true));
        Assert.Null(ProtectedDirectory.WhatIs("/HOME/Other", Described, mounts: true));
    }

    [Fact]
    public async Task IsRefusedAsAHomeByAnyPathAndTakenWithConsent()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "HOME is not what says it there");
        using var directory = new TemporaryDirectory();
        directory.Write("home/a.png", Png.Noise(64, 48));
        var home = directory.At("home");
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["HOME"] = home };
        Directory.CreateSymbolicLink(directory.At("link"), home);

        foreach (var (path, what) in new[]
        {
            (home, "your home directory"), ($"{home}/", "your home directory"), ($"{home}/sub/..", "your home directory"),
            (directory.At("link"), "your home directory"), (directory.Path, "above your home directory"),
        })
        {
            foreach (var command in new[] { "run", "submit" })
            {
                var refused = await Cli.RunAsync(environment, command, path);

                Assert.Equal(2, refused.ExitCode);
                Assert.Contains($"'{path}' is {what}", refused.Error, StringComparison.Ordinal);
                Assert.Contains("or --dangerous-directory if you mean all of it", refused.Error, StringComparison.Ordinal);
            }
        }

        Assert.False(Directory.Exists(directory.At("home/.img-compress")));
        var taken = await Cli.RunAsync(environment, "run", home, "--dangerous-directory", "--json");
        Assert.Equal((0, 1), (taken.ExitCode, taken.Json.GetProperty("done").GetInt64()));
    }

    /// <summary>What is bound to another place has its parents only at the first.</summary>
    [Fact]
    public async Task IsRefusedAsAHomeWhereItIsBoundToAnotherPlace()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && File.Exists("/usr/bin/unshare"),
            "only root, with unshare (util-linux), can bind a directory to a second place");
        using var directory = new TemporaryDirectory();
        directory.Write("home/a.png", Png.Noise(64, 48));
        Directory.CreateDirectory(directory.At("place/bound"));
        var line = $"mount --bind '{directory.Path}' '{directory.At("place/bound")}' || exit 99; exec "
            + string.Join(' ', Cli.CommandLine(["run", directory.At("place/bound/home")]));
        using var process = Cli.Start("/usr/bin/unshare", ["--mount", "env", $"HOME={directory.At("home")}", "sh", "-c", line]);

        var refused = await Cli.EndAsync(process);

        Assert.SkipWhen(refused.ExitCode is 1 or 99, $"this system does not let a directory be bound: {refused.Error}");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("bound/home' is your home directory", refused.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(directory.At("home/.img-compress")));
    }

    /// <summary>To the system, and to whoever looks there, it is the directory above that which the link leads to.</summary>
    [Fact]
    public async Task IsMeantByWhatIsAboveALinkToADirectoryInIt()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows takes such a path as it is written");
        using var directory = new TemporaryDirectory();
        directory.Write("home/photos/a.png", Png.Noise(64, 48));
        directory.Write("home/a.png", Png.Noise(64, 48));
        directory.Write("mine/a.png", Png.Noise(64, 48));
        Directory.CreateSymbolicLink(directory.At("mine/link"), directory.At("home/photos"));
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["HOME"] = directory.At("home") };

        var run = await Cli.RunAsync(environment, "run", directory.At("mine/link/.."));
        var submit = await Cli.RunAsync(environment, "submit", directory.At("mine/link/.."));
        var consented = await Cli.RunAsync("run", directory.At("mine/link/.."), "--json");
        var verified = await Cli.RunAsync("verify", "--root", directory.At("mine/link/.."));

        Assert.All([run, submit], refused =>
        {
            Assert.Equal(2, refused.ExitCode);
            Assert.Contains($"'{directory.At("home")}' is your home directory", refused.Error, StringComparison.Ordinal);
        });
        Assert.Equal((0, 2), (consented.ExitCode, consented.Json.GetProperty("done").GetInt64()));
        Assert.Equal(0, verified.ExitCode);
        Assert.Equal(Png.Noise(64, 48), directory.Read("mine/a.png"));
    }

    /// <summary>The program that runs here knows what this machine protects; it is asked, and never run on any of it.</summary>
    [Fact]
    public void IsKnownOnThisMachine()
    {
        using var directory = new TemporaryDirectory();
        var here = Machine.Here();

        Assert.NotNull(ProtectedDirectory.WhatIs(Path.GetPathRoot(directory.Path)!, here, mounts: true));
        var system = OperatingSystem.IsWindows() ? Environment.SystemDirectory : "/etc";
        Assert.NotNull(ProtectedDirectory.WhatIs(system, here, mounts: true));
        Assert.Null(ProtectedDirectory.WhatIs(directory.Path, here, mounts: true));
    }
}
