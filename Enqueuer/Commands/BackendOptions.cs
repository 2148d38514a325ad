using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using ImgCompress.Configuration;
using ImgCompress.Engine.Embedded;
using ImgCompress.Engine.Hosting;
using ImgCompress.Enqueuer.Running;
using ImgCompress.Ledger;
using ImgCompress.Platform;

namespace ImgCompress.Enqueuer.Commands;

/// <summary>The options that choose a ledger, its queue and a job; shared by the commands that work on both backends.</summary>
internal sealed class BackendOptions(CommandContext context)
{
    private const int MaxCompleted = 20;

    private readonly Option<string?> _root = new("--root")
    {
        Description = "Embedded: a directory that a job ran on, or one below it [default: the working directory]. "
            + $"On AWS: where the file system is mounted [default: {Settings.RootName}]",
        HelpName = "DIR",
    };

    private readonly Option<string?> _queue = new("--queue-url")
    {
        Description = $"The SQS queue [default: {Settings.QueueUrlName}]",
        HelpName = "URL",
    };

    private readonly Option<string?> _deadLetters = new("--dlq-url")
    {
        Description = $"The queue's dead-letter queue [default: {Settings.DeadLetterQueueUrlName}]",
        HelpName = "URL",
    };

    private readonly Option<string?> _table = new("--table")
    {
        Description = $"The DynamoDB table [default: {Settings.TableName}]",
        HelpName = "NAME",
    };

    private readonly Argument<string[]> _jobOrDirectory = new("JOB") { HelpName = "JOB|DIR", Arity = new(0, 2) };

    private readonly Argument<string?> _directory = new("DIR")
    {
        HelpName = "DIR",
        Description = "A directory, as --root takes it",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>Whether a directory beside a job says which files are meant, instead of where the root is.</summary>
    private bool _isOfFiles;

    /// <param name="command">The command that gets the options.</param>
    /// <param name="job">Whether it takes a job and a directory as arguments.</param>
    /// <param name="directory">Whether it takes a directory alone as an argument.</param>
    /// <param name="all">What is meant where no job is named.</param>
    /// <param name="ofFiles">Whether the directory beside a job says which files are meant, instead of where the root is.</param>
    public void AddTo(
        Command command, bool job = false, bool directory = false, string all = "the newest job", bool ofFiles = false)
    {
        _isOfFiles = ofFiles;
        _root.CompletionSources.Add(CompletionCommand.Directories);
        foreach (var option in new[] { _root, _queue, _deadLetters, _table })
        {
            command.Options.Add(option);
        }

        if (job)
        {
            _jobOrDirectory.Description = $"A job's id [default: {all}], or a directory "
                + (ofFiles ? "whose files alone are meant, or both" : "as --root takes it, or both");
            _jobOrDirectory.CompletionSources.Add(JobIds);
            _jobOrDirectory.CompletionSources.Add(CompletionCommand.Directories);
            command.Arguments.Add(_jobOrDirectory);
            command.Validators.Add(result => RefuseTwo(result, _jobOrDirectory));
        }

        if (directory)
        {
            _directory.CompletionSources.Add(CompletionCommand.Directories);
            command.Arguments.Add(_directory);
            command.Validators.Add(result => RefuseTwo(result, _directory));
        }
    }

    /// <summary>The settings from the environment, overridden by the options.</summary>
    public Settings ReadSettings(ParseResult result) => Settings.Read(name => name switch
    {
        Settings.RootName when GivenDirectory(result) is { } root => Path.GetFullPath(FileRoot.Resolve(root)),
        Settings.QueueUrlName => result.GetValue(_queue),
        Settings.DeadLetterQueueUrlName => result.GetValue(_deadLetters),
        Settings.TableName => result.GetValue(_table),
        _ => null,
    } ?? Environment.GetEnvironmentVariable(name));

    /// <summary>The directory whose embedded ledger is meant.</summary>
    public string Directory(ParseResult result) => GivenDirectory(result) ?? ".";

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
            ?? throw new UsageException(JobId(result) is { } id && !Contracts.JobId.IsCreated(id)
                ? $"'{id}' is neither a directory nor a job: there is no ledger in '{root}' or above it"
                : $"there is no ledger in '{root}' or above it; no job has run there (see --root)"));
    }

    /// <summary>The job that the command line names, or the newest.</summary>
    /// <exception cref="UsageException">There is no such job.</exception>
    public Task<JobRow> FindJobAsync(ParseResult result, IJobLedger ledger, CancellationToken cancellationToken) =>
        new Jobs(ledger, context.Time, context.Random).FindAsync(JobId(result), cancellationToken);

    /// <summary>The directory whose files alone are meant; null: those of all the job.</summary>
    public string? FilesDirectory(ParseResult result) =>
        _isOfFiles ? Values(result, _jobOrDirectory).FirstOrDefault(IsDirectory) : null;

    /// <summary>What the command line has for a job's id; null: nothing.</summary>
    public string? JobId(ParseResult result) => Values(result, _jobOrDirectory).FirstOrDefault(value => !IsDirectory(value));

    /// <summary>Another command on a job of the same ledger, for a hint.</summary>
    public string Hint(ParseResult result, string command, JobRow job) =>
        CommandHint.Of(command, job.Id.ToString(), ReadSettings(result).Aws is null ? GivenDirectory(result) : null);

    /// <summary>The newest jobs' ids, for a shell to complete; none where there is no ledger to ask.</summary>
    public IEnumerable<CompletionItem> JobIds(CompletionContext completion)
    {
        try
        {
            using var backend = Open(completion.ParseResult);
            var jobs = backend.Ledger.ListJobsAsync(CancellationToken.None).ToBlockingEnumerable();
            return [.. jobs.Take(MaxCompleted).Select(job => new CompletionItem(job.Id.ToString()))];
        }
        catch (Exception)
        {
            // Whatever it is, the command itself will say it; a shell that completes has no place for it.
            return [];
        }
    }

    private string? GivenDirectory(ParseResult result) => result.GetValue(_root)
        ?? (_isOfFiles ? null : Values(result, _jobOrDirectory).FirstOrDefault(IsDirectory))
        ?? Values(result, _directory).FirstOrDefault();

    /// <summary>None where the command does not have the argument.</summary>
    private static string[] Values(ParseResult result, Argument argument) =>
        result.GetResult(argument)?.Tokens.Select(token => token.Value).ToArray() ?? [];

    /// <summary>An id begins with its time, and has no sign that parts a path.</summary>
    private static bool IsDirectory(string value) =>
        !Contracts.JobId.IsCreated(value) && (System.IO.Directory.Exists(value) || value.Any(c => c is '/' or '.' or '\\' or '~'));

    private void RefuseTwo(CommandResult result, Argument argument)
    {
        var values = result.GetResult(argument)?.Tokens.Select(token => token.Value).ToList() ?? [];
        if (values.Exists(value => value.StartsWith('-')))
        {
            // A mistyped option, which is said of it.
            return;
        }

        var directories = argument == _directory ? values : values.FindAll(IsDirectory);
        if (directories.Count + (_isOfFiles || result.GetResult(_root) is null ? 0 : 1) > 1)
        {
            result.AddError($"'{directories[^1]}' is a second directory; give one, as an argument or with --root");
        }
        else if (values.Count - directories.Count > 1)
        {
            result.AddError($"'{values[1]}' is no directory, and a job is named already: '{values[0]}'");
        }
    }
}
