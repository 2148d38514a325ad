using System.CommandLine;
using ImgCompress.Configuration;
using ImgCompress.Engine.Embedded;
using ImgCompress.Engine.Hosting;
using ImgCompress.Enqueuer.Running;
using ImgCompress.Ledger;

namespace ImgCompress.Enqueuer.Commands;

/// <summary>The options that choose a ledger, its queue and a job; shared by the commands that work on both backends.</summary>
internal sealed class BackendOptions(CommandContext context)
{
    private readonly Option<string?> _root = new("--root")
    {
        Description = "Embedded: a directory that a job ran on, or one below it (default: the working directory). "
            + $"On AWS: where the file system is mounted (default: {Settings.RootName})",
        HelpName = "DIR",
    };

    private readonly Option<string?> _queue = new("--queue-url")
    {
        Description = $"The SQS queue (default: {Settings.QueueUrlName})",
        HelpName = "URL",
    };

    private readonly Option<string?> _deadLetters = new("--dlq-url")
    {
        Description = $"The queue's dead-letter queue (default: {Settings.DeadLetterQueueUrlName})",
        HelpName = "URL",
    };

    private readonly Option<string?> _table = new("--table")
    {
        Description = $"The DynamoDB table (default: {Settings.TableName})",
        HelpName = "NAME",
    };

    private readonly Argument<string?> _job = new("JOB")
    {
        Description = "A job's id (default: the newest job)",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public void AddTo(Command command, bool job = false)
    {
        foreach (var option in new[] { _root, _queue, _deadLetters, _table })
        {
            command.Options.Add(option);
        }

        if (job)
        {
            command.Arguments.Add(_job);
        }
    }

    /// <summary>The settings from the environment, overridden by the options.</summary>
    public Settings ReadSettings(ParseResult result) => Settings.Read(name => name switch
    {
        Settings.RootName when result.GetValue(_root) is { } root => Path.GetFullPath(root),
        Settings.QueueUrlName => result.GetValue(_queue),
        Settings.DeadLetterQueueUrlName => result.GetValue(_deadLetters),
        Settings.TableName => result.GetValue(_table),
        _ => null,
    } ?? Environment.GetEnvironmentVariable(name));

    /// <summary>The directory whose embedded ledger is meant.</summary>
    public string Directory(ParseResult result) => result.GetValue(_root) ?? ".";

    /// <summary>Opens the backend of existing jobs.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="directory">A directory whose embedded ledger is meant, where no option names one; null: the working directory.</param>
    /// <exception cref="UsageException">There is no embedded ledger at or above the root, or a setting cannot be right.</exception>
    public Backend Open(ParseResult result, string? directory = null)
    {
        if (ReadSettings(result).Aws is { } aws)
        {
            return Backend.OnAws(aws, TimeSpan.Zero, context.Time, context.Random);
        }

        var root = result.GetValue(_root) is null && directory is not null ? directory : Directory(result);
        return Backend.OnDirectory(EmbeddedStore.OpenExisting(root, context.Time, context.Random)
            ?? throw new UsageException($"there is no ledger in '{root}' or above it; no job has run there (see --root)"));
    }

    /// <summary>The job that the command line names, or the newest.</summary>
    /// <exception cref="UsageException">There is no such job.</exception>
    public Task<JobRow> FindJobAsync(ParseResult result, IJobLedger ledger, CancellationToken cancellationToken) =>
        new Jobs(ledger, context.Time, context.Random).FindAsync(result.GetValue(_job), cancellationToken);
}
