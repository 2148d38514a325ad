using System.Globalization;
using ImgCompress.Configuration;
using ImgCompress.Engine.Delivery;
using ImgCompress.Engine.Imaging;
using ImgCompress.Lambda;

namespace ImgCompress.Worker;

/// <summary>What the worker reads from the environment, once, at its start.</summary>
internal sealed record WorkerOptions
{
    public const string ParallelName = "IMG_COMPRESS_PARALLEL";
    public const string MemoryName = "IMG_COMPRESS_MEMORY_MIB";
    public const string MaxBytesName = "IMG_COMPRESS_MAX_BYTES";
    public const string MaxPixelsName = "IMG_COMPRESS_MAX_PIXELS";
    public const string MaxAttemptsName = "IMG_COMPRESS_MAX_ATTEMPTS";
    public const string VisibilityName = "IMG_COMPRESS_VISIBILITY_SECONDS";

    /// <summary>The function's memory in MiB, as Lambda tells it.</summary>
    public const string FunctionMemoryName = "AWS_LAMBDA_FUNCTION_MEMORY_SIZE";

    /// <summary>Lambda gives one vCPU for so much memory.</summary>
    private const int MebibytesAVcpu = 1769;

    /// <summary>What the process takes in a function without any image: code, libvips and the clients, with room to spare.</summary>
    private const long FunctionBase = 160L << 20;

    /// <summary>The longest that SQS hides a message.</summary>
    private const long MaxVisibilitySeconds = 43_200;

    public required Settings Settings { get; init; }

    /// <summary>Whether this is a Lambda function, and where its Runtime API is; else null.</summary>
    public required string? RuntimeApi { get; init; }

    /// <summary>Deliveries in progress at a time, 1 to 1,024.</summary>
    public required int Parallel { get; init; }

    /// <summary>Bytes of memory that the images in progress may take together.</summary>
    public required long Memory { get; init; }

    public required ImageLimits Limits { get; init; }

    public required DeliverySettings Delivery { get; init; }

    /// <summary>How long the poller has a message hidden at a time.</summary>
    public required TimeSpan Visibility { get; init; }

    /// <summary>Reads the settings and checks them.</summary>
    /// <param name="variable">Returns the value of an environment variable, or null.</param>
    /// <param name="processors">Processors of the machine; in Lambda they follow from the function's memory instead.</param>
    /// <param name="memory">Bytes of memory of the machine or the container; in Lambda the function's memory counts instead.</param>
    /// <exception cref="UsageException">A setting cannot be right; the message names it and what it may be.</exception>
    public static WorkerOptions Read(Func<string, string?> variable, int processors, long memory)
    {
        long Number(string name, long least, long most, long otherwise) => ReadNumber(variable(name), name, least, most, otherwise);
        var runtimeApi = variable(LambdaEnvironment.RuntimeApiName) is { Length: > 0 } address ? address : null;
        var room = memory / 10 * 6;
        if (runtimeApi is not null)
        {
            var mebibytes = Number(FunctionMemoryName, 128, 1 << 20, 1024);
            processors = (int)((mebibytes + MebibytesAVcpu - 1) / MebibytesAVcpu);
            room = Math.Max((mebibytes << 20) - FunctionBase, (mebibytes << 20) / 4);
        }

        var (delivery, limits) = (new DeliverySettings(), new ImageLimits());
        var images = Number(MemoryName, 16, 1 << 24, room >> 20) << 20;
        var lease = Number(DeliverySettings.LeaseName, 2, MaxVisibilitySeconds, (long)delivery.Lease.TotalSeconds);
        return new()
        {
            Settings = Settings.Read(variable),
            RuntimeApi = runtimeApi,
            Parallel = (int)Number(ParallelName, 1, 1024, processors),
            Memory = images,
            Limits = new()
            {
                MaxBytes = Number(MaxBytesName, 1, int.MaxValue, limits.MaxBytes),
                MaxPixels = Number(MaxPixelsName, 1, long.MaxValue, limits.MaxPixels),
            },
            Delivery = delivery with
            {
                Lease = TimeSpan.FromSeconds(lease),
                MaxAttempts = (int)Number(MaxAttemptsName, 1, 100, delivery.MaxAttempts),
                MaxMemory = runtimeApi is null ? delivery.MaxMemory : images,
            },

            // A message that comes again while its claim stands only finds the item held.
            Visibility = TimeSpan.FromSeconds(Number(VisibilityName, lease, MaxVisibilitySeconds, lease)),
        };
    }

    private static long ReadNumber(string? text, string name, long least, long most, long otherwise) =>
        string.IsNullOrEmpty(text) ? otherwise
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
        : throw new UsageException($"{name} is '{text}'; it must be a whole number from {least} to {most}");
}
