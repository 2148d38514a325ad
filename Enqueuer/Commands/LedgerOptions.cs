using System.CommandLine;
using ImgCompress.Contracts;
using ImgCompress.Enqueuer.Embedded;
using ImgCompress.Ledger;

namespace ImgCompress.Enqueuer.Commands;

/// <summary>Which ledger, and which of its jobs: shared by the commands that look at jobs.</summary>
internal sealed class LedgerOptions
{
    private readonly Option<string> _root = new("--root")
    {
        Description = "A directory that a job ran on, or one below it",
        HelpName = "DIR",
        DefaultValueFactory = _ => ".",
    };

    private readonly Argument<string?> _job = new("JOB") { Description = "A job's id; the newest job if left out", Arity = ArgumentArity.ZeroOrOne };

    public void AddTo(Command command, bool job)
    {
        command.Options.Add(_root);
        if (job)
        {
            command.Arguments.Add(_job);
        }
    }

    public EmbeddedStore Open(ParseResult result)
    {
        var root = result.GetRequiredValue(_root);
        return EmbeddedStore.OpenExisting(root, TimeProvider.System)
            ?? throw new UsageException($"there is no ledger in '{root}' or above it; no job has run there (see --root)");
    }

    /// <summary>The job that was named, or the newest.</summary>
    public async Task<JobRow> FindJobAsync(ParseResult result, IJobLedger ledger, CancellationToken cancellationToken)
    {
        if (result.GetValue(_job) is { } name)
        {
            return JobId.TryParse(name, out var id) && await ledger.FindJobAsync(id, cancellationToken) is { } job
                ? job
                : throw new UsageException($"there is no job '{name}' in this ledger (img-compress jobs lists them)");
        }

        return await ledger.ListJobsAsync(cancellationToken).FirstOrDefaultAsync(cancellationToken)
            ?? throw new UsageException("no job has run here yet");
    }
}
