using System.CommandLine;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using ImgCompress.Benchmarks;

if (args is [Shell.MeasureCommand, var script])
{
    Shell.Measure(script);
    return 0;
}

var photographs = new Option<DirectoryInfo>("--photographs")
{
    Description = "A directory of pictures; else Debian's wallpapers (mate-backgrounds, plasma-workspace-wallpapers), else made ones",
};
photographs.AcceptExistingOnly();
var rounds = new Option<int>("--rounds") { Description = "How often each program runs", DefaultValueFactory = _ => 3 };
var files = new Option<int>("--files") { Description = "Small files of the largest job", DefaultValueFactory = _ => 10_000 };
var names = new Option<int>("--names") { Description = "Names of the largest submission", DefaultValueFactory = _ => 100_000 };

var peers = new Command("peers", "Whole jobs beside other programs: those on the path, and sharp in artifacts/peers")
{
    photographs,
    rounds,
};
peers.SetAction(parsed => PeersBenchmark.Run(parsed.GetValue(photographs)?.FullName, parsed.GetValue(rounds)));
var builds = new Command("builds", "The program native, published, and as README's first commands build it") { photographs, rounds };
builds.SetAction(parsed => BuildsBenchmark.Run(parsed.GetValue(photographs)?.FullName, parsed.GetValue(rounds)));
var effort = new Command("effort", "Bytes and time of --effort 1 to 3") { photographs, rounds };
effort.SetAction(parsed => EffortBenchmark.Run(parsed.GetValue(photographs)?.FullName, parsed.GetValue(rounds)));
var overhead = new Command("overhead", "Small files and done files: files a second, system calls and ledger writes a file")
{
    files,
    rounds,
};
overhead.SetAction(parsed => OverheadBenchmark.Run(parsed.GetValue(files), parsed.GetValue(rounds)));
var scale = new Command("scale", "One image of 1 to 200 megapixels; jobs of 10 files and more; submissions")
{
    files,
    names,
};
scale.SetAction(parsed => ScaleBenchmark.Run(parsed.GetValue(files), parsed.GetValue(names)));
var shrink = new Command("shrink", "What shrink-on-load saves, and how near the exact results it stays") { photographs, rounds };
shrink.SetAction(parsed => ShrinkBenchmark.Run(parsed.GetValue(photographs)?.FullName, parsed.GetValue(rounds)));
var kernels = new Command("kernels", "The resampler alone, by BenchmarkDotNet") { TreatUnmatchedTokensAsErrors = false };
// In this process: a project of its own would be built by the rules of this repository, which generated code does not keep.
var here = DefaultConfig.Instance
    .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
    .WithArtifactsPath(Path.Combine(Builds.Repository, "artifacts", "benchmarks"));
kernels.SetAction(parsed =>
    BenchmarkSwitcher.FromAssembly(typeof(ResamplingBenchmark).Assembly).Run([.. parsed.UnmatchedTokens, "--filter", "*"], here));
var root = new RootCommand("Measures img-compress; every table is Markdown, and every figure a median.")
{
    peers,
    builds,
    shrink,
    effort,
    overhead,
    scale,
    kernels,
};
return root.Parse(args).Invoke();
