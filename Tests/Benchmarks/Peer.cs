namespace ImgCompress.Benchmarks;

/// <summary>A program that resizes all files of a directory.</summary>
/// <param name="Name">With its version.</param>
/// <param name="Script">The command for one job.</param>
internal sealed record Peer(string Name, Func<PeerJob, string> Script)
{
    public const int Quality = 80;

    /// <summary>Sharp by its defaults.</summary>
    public const string SharpName = "sharp";

    /// <summary>Where <c>npm install</c> and <c>cargo install</c> put what is on no path.</summary>
    private static readonly string Installed = Path.Combine(Builds.Repository, "artifacts", "peers");

    /// <summary>By extension and factor, whether it can do it, and does other work than those before it.</summary>
    public Func<string, int, bool> Takes { get; init; } = (_, _) => true;

    /// <summary>Those that are found on this machine, ours first.</summary>
    public static List<Peer> Found()
    {
        var peers = new List<Peer>();
        if (Builds.Native() is { } native)
        {
            peers.Add(Ours("img-compress, native", native));
            peers.Add(Ours("img-compress, native, --exact", native, "--exact") with { Takes = IsShrunkOnLoad });
            peers.Add(Ours("img-compress, native, --fast", native, "--fast") with { Takes = IsShrunkOnLoad });
        }

        peers.Add(Ours("img-compress, published", Builds.Published()));
        peers.AddRange(((Peer?[])[Sharp(sameWork: false), Sharp(sameWork: true)]).OfType<Peer>());

        if (Shell.Has("vipsthumbnail"))
        {
            peers.Add(new("vipsthumbnail", job => string.Join('\n', job.Sizes.Select(picture =>
                $"vipsthumbnail {picture.File} --size {picture.Width}x{picture.Height}! "
                + $"-o {job.Target}/%s{job.Extension}{Saver(job)} || exit"))));
        }

        if (Shell.Has("gm"))
        {
            peers.Add(new("GraphicsMagick", job =>
                $"cd {job.Source} && gm mogrify -output-directory {job.Target} -resize {job.Percent}% {Option(job)} *"));
        }

        if (Shell.Has("mogrify"))
        {
            peers.Add(new("ImageMagick", job => $"mogrify -path {job.Target} -resize {job.Percent}% {Option(job)} {job.Source}/*"));
        }

        var image = Path.Combine(Installed, "bin", "resize-with-image");
        if (File.Exists(image))
        {
            peers.Add(new("the crate image", job => $"{Shell.Quoted(image)} {job.Source} {job.Target} {job.Factor} {Quality}")
            {
                Takes = (extension, _) => extension != ".webp",
            });
        }

        return peers;
    }

    /// <summary>Sharp by its defaults, or at the work that ours do; null where it is not found.</summary>
    public static Peer? Sharp(bool sameWork)
    {
        var modules = Path.Combine(Installed, "node_modules");
        var script = Shell.Quoted(Path.Combine(AppContext.BaseDirectory, "sharp.mjs"));
        return !Shell.Has("node") || !Directory.Exists(Path.Combine(modules, "sharp")) ? null
            : new(sameWork ? $"{SharpName}, same work" : SharpName, job =>
                $"node {script} {Shell.Quoted(modules)} {job.Source} {job.Target} {job.Factor} {Quality}{(sameWork ? " same" : "")}");
    }

    private static Peer Ours(string name, string program, string option = "") => new(name, job =>
        $"{Shell.Quoted(program)} run {job.Copy} --yes --quiet --allow-larger --scale-factor {job.Factor} --quality {Quality} {option}");

    private static bool IsShrunkOnLoad(string extension, int factor) => extension != ".png" && factor >= 4;

    /// <summary>What the number means for PNG differs from program to program: there, each has its default.</summary>
    private static string Option(PeerJob job) => job.Extension == ".png" ? "" : $"-quality {Quality}";

    private static string Saver(PeerJob job) => job.Extension == ".png" ? "" : $"[Q={Quality}]";
}
