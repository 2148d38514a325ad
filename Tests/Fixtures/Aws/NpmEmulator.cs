using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;

namespace ImgCompress.Tests.Fixtures.Aws;

/// <summary>
/// An emulator from an npm package of a pinned version, kept in the user's cache directory, and run by <c>emulator.mjs</c>, which
/// ends with the process that started it.
/// </summary>
internal sealed class NpmEmulator : IAsyncDisposable
{
    /// <summary>The package carries Amazon's DynamoDB Local; of what else it asks for, nothing is needed.</summary>
    public static readonly NpmPackage DynamoDbLocal = new(
        "dynamodb-local", "amplify-dynamodb-simulator", "2.9.30", OnlyUnpacked: true, ["node", "npm", "java"]);

    /// <summary>The latest that runs on Node 20.</summary>
    public static readonly NpmPackage Fauxqs = new("fauxqs", "fauxqs", "1.9.2", OnlyUnpacked: false, ["node", "npm"]);

    public static readonly NpmPackage LocalAwsSqs = new("local-aws-sqs", "local-aws-sqs", "2.0.2", OnlyUnpacked: false, ["node", "npm"]);

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan InstallPatience = TimeSpan.FromMinutes(5);

    private readonly Process _process;

    private NpmEmulator(Process process) => _process = process;

    /// <summary>Installs the package where the cache has none, and starts it.</summary>
    public static async Task<Service> StartAsync(NpmPackage package)
    {
        if (package.Needs.FirstOrDefault(tool => !IsOnPath(tool)) is { } missing)
        {
            return new Service.Missing(
                $"no endpoint in the environment, no Docker engine, and no '{missing}' to run {package.Name} from npm");
        }

        string? folder;
        try
        {
            folder = await InstallAsync(package);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new Service.Missing(
                $"no endpoint in the environment, no Docker engine, and no place for {package.Name}: {exception.Message}");
        }

        if (folder is null)
        {
            return new Service.Missing(
                $"no endpoint in the environment, no Docker engine, and npm could not install {package.Name}@{package.Version}");
        }

        var process = Start("node", Path.Combine(AppContext.BaseDirectory, "emulator.mjs"), package.Kind, folder);
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        return await process.StandardOutput.ReadLineAsync(patience.Token) is { } line && line.StartsWith("ready ", StringComparison.Ordinal)
            ? new Service.Running($"http://127.0.0.1:{line[6..]}", new NpmEmulator(process))
            : throw new InvalidOperationException(
                $"{package.Kind} did not start: {await process.StandardError.ReadToEndAsync(patience.Token)}");
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>The folder; null where npm could not get it. It appears whole or not at all, whoever else installs it meanwhile.</summary>
    private static async Task<string?> InstallAsync(NpmPackage package)
    {
        var cache = Path.Combine(
            Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg
                ? xdg
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
            "img-compress",
            "emulators");
        var folder = Path.Combine(cache, $"{package.Name}-{package.Version}");
        if (Directory.Exists(folder))
        {
            return folder;
        }

        var fresh = Directory.CreateDirectory(Path.Combine(cache, Path.GetRandomFileName())).FullName;
        var wanted = $"{package.Name}@{package.Version}";
        var got = package.OnlyUnpacked
            ? await RunAsync("npm", "pack", wanted, "--silent", "--pack-destination", fresh)
            : await RunAsync(
                "npm", "install", wanted,
                "--silent", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", "--prefix", fresh);
        if (!got)
        {
            Directory.Delete(fresh, recursive: true);
            return null;
        }

        foreach (var archive in Directory.GetFiles(fresh, "*.tgz"))
        {
            await using (var tar = new GZipStream(File.OpenRead(archive), CompressionMode.Decompress))
            {
                await TarFile.ExtractToDirectoryAsync(tar, fresh, overwriteFiles: false);
            }

            File.Delete(archive);
        }

        try
        {
            Directory.Move(fresh, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            Directory.Delete(fresh, recursive: true);
        }

        return folder;
    }

    private static async Task<bool> RunAsync(string tool, params string[] arguments)
    {
        using var process = Start(tool, arguments);
        using var patience = new CancellationTokenSource(InstallPatience, TimeProvider.System);
        await Task.WhenAll(
            process.StandardOutput.ReadToEndAsync(patience.Token),
            process.StandardError.ReadToEndAsync(patience.Token),
            process.WaitForExitAsync(patience.Token));
        return process.ExitCode == 0;
    }

    private static Process Start(string tool, params string[] arguments) => Process.Start(new ProcessStartInfo(tool, arguments)
    {
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private static bool IsOnPath(string tool) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(directory => File.Exists(Path.Combine(directory, OperatingSystem.IsWindows() ? $"{tool}.exe" : tool)));
}
