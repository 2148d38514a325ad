using System.CommandLine;
using ImgCompress.Engine.Imaging;
using ImgCompress.Enqueuer.Running;

namespace ImgCompress.Enqueuer.Commands;

/// <summary>The options that say what of this machine is used, and what one image may take.</summary>
internal sealed class MachineOptions
{
    private readonly Option<int> _parallel = new("--parallel")
    {
        Description = "Images in progress at a time",
        HelpName = "N",
        DefaultValueFactory = _ => Environment.ProcessorCount,
        CustomParser = result => RequestOptions.ParseInteger(result, "--parallel", 1, 1024),
    };

    private readonly Option<long> _memory = new("--memory")
    {
        Description = "Bytes that the images in progress may take together, e.g. 2G (default: six tenths of the machine's)",
        HelpName = "BYTES",
        CustomParser = result => RequestOptions.ParseSize(result, "--memory"),
    };

    private readonly Option<long> _maxBytes = new("--max-bytes")
    {
        Description = $"Refuse files of more bytes (default {new ImageLimits().MaxBytes:N0})",
        HelpName = "BYTES",
        CustomParser = result => RequestOptions.ParseSize(result, "--max-bytes"),
    };

    private readonly Option<long> _maxPixels = new("--max-pixels")
    {
        Description = "Refuse images of more pixels, width × height × frames, before or after "
            + $"(default {new ImageLimits().MaxPixels:N0})",
        HelpName = "PIXELS",
        CustomParser = result => RequestOptions.ParseSize(result, "--max-pixels"),
    };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _parallel, _memory, _maxBytes, _maxPixels })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The request with what these options say.</summary>
    public RunRequest Apply(ParseResult result, RunRequest request) => request with
    {
        Parallel = result.GetValue(_parallel),
        Memory = result.GetValue(_memory) is > 0 and var memory ? memory : request.Memory,
        Limits = request.Limits with
        {
            MaxBytes = result.GetValue(_maxBytes) is > 0 and var bytes ? bytes : request.Limits.MaxBytes,
            MaxPixels = result.GetValue(_maxPixels) is > 0 and var pixels ? pixels : request.Limits.MaxPixels,
        },
    };
}
