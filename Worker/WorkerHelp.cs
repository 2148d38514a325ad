using ImgCompress.Configuration;
using ImgCompress.Engine.Delivery;
using ImgCompress.Engine.Imaging;

namespace ImgCompress.Worker;

/// <summary>What <c>--help</c> prints: the reference of the settings.</summary>
internal static class WorkerHelp
{
    private static readonly double LeaseSeconds = new DeliverySettings().Lease.TotalSeconds;

    public static readonly string Text = $"""
        img-compress-worker resizes the images that jobs name, in place, exactly once.

        Started by AWS Lambda it is the function behind an SQS event source mapping. Started otherwise it takes messages
        from the queue itself, until SIGTERM or Ctrl-C: then it completes the images in progress and leaves the rest.

        It takes no arguments but --help and --version. Settings come from the environment:

          {Settings.RootName,-32} the full path of the directory that all paths are below (/mnt/efs)
          {Settings.QueueUrlName,-32} the SQS queue; without queue, dead-letter queue and table it works
          {Settings.DeadLetterQueueUrlName,-32} on the embedded ledger in the root
          {Settings.TableName,-32} the DynamoDB table

          {WorkerOptions.ParallelName,-32} images in progress at a time (the processors; in Lambda one for each
          {"",-32} 1,769 MB of memory, rounded up)
          {WorkerOptions.MemoryName,-32} what the images in progress may take together (six tenths of the memory;
          {"",-32} in Lambda all but 160 MiB)
          {WorkerOptions.MaxBytesName,-32} refuse files of more bytes ({new ImageLimits().MaxBytes})
          {WorkerOptions.MaxPixelsName,-32} refuse images of more pixels, width × height × frames ({new ImageLimits().MaxPixels})
          {WorkerOptions.MaxAttemptsName,-32} attempts before a file fails for a transient reason ({new DeliverySettings().MaxAttempts})
          {DeliverySettings.LeaseName,-32} how long a claim is presumed alive ({LeaseSeconds}); longer than the function's
          {"",-32} timeout, and than any one image takes
          {WorkerOptions.VisibilityName,-32} how long a message is hidden at a time, outside Lambda (the lease); at
          {"",-32} least the lease, and extended while work lasts

        and AWS's own: AWS_REGION, credentials, AWS_ENDPOINT_URL_SQS, AWS_ENDPOINT_URL_DYNAMODB, …

        Exit codes: 0 stopped; 1 broken; 2 wrong use or configuration.
        """;
}
