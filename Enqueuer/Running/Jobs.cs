using ImgCompress.Configuration;
using ImgCompress.Contracts;
using ImgCompress.Ledger;

namespace ImgCompress.Enqueuer.Running;

/// <summary>Finds the jobs of a ledger, and creates new ones.</summary>
internal sealed class Jobs(IJobLedger ledger, TimeProvider time, Random random)
{
    /// <summary>Whether new jobs are submitted by a function, which goes on by itself.</summary>
    public bool ContinueThemselves { get; init; }

    /// <summary>When new jobs pause by themselves; null: never.</summary>
    public FailureLimit? FailureLimit { get; init; }

    /// <summary>The job with the id; the newest one for null.</summary>
    /// <exception cref="UsageException">There is no such job.</exception>
    public Task<JobRow> FindAsync(string? id, CancellationToken cancellationToken) => FindAsync(id, _ => true, cancellationToken);

    /// <summary>The job with the id; for null the newest one that may be meant, or the newest where none may.</summary>
    /// <exception cref="UsageException">There is no such job.</exception>
    public async Task<JobRow> FindAsync(string? id, Func<JobRow, bool> isMeant, CancellationToken cancellationToken)
    {
        if (id is null)
        {
            var jobs = ledger.ListJobsAsync(cancellationToken);
            return await jobs.FirstOrDefaultAsync(isMeant, cancellationToken)
                ?? await jobs.FirstOrDefaultAsync(cancellationToken)
                ?? throw new UsageException("no job has run here yet");
        }

        return JobId.TryParse(id, out var job) && await ledger.FindJobAsync(job, cancellationToken) is { } row
            ? row
            : throw new UsageException($"there is no job '{id}' in this ledger ({CommandHint.Of("jobs")} lists them)");
    }

    /// <summary>The job whose submission is resumed, which must be of the request's directory; a new one for null.</summary>
    /// <param name="id">The job's id.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="check">Asked before a new job is created; its exception hinders that.</param>
    /// <param name="cancellationToken">Observed at each call of the ledger.</param>
    /// <exception cref="UsageException">There is no such job, or it is of another directory, or cancelled.</exception>
    public async Task<JobRow> ContinueOrCreateAsync(
        string? id, JobRequest request, Func<JobRow, Task> check, CancellationToken cancellationToken)
    {
        if (id is null)
        {
            return await CreateAsync(request, check, cancellationToken);
        }

        var found = await FindAsync(id, cancellationToken);
        return found.Directory == request.Directory && found.State != JobState.Cancelled
            ? found
            : throw new UsageException(
                $"job {id} is of the directory '{found.Directory}' and {found.State.ToString().ToLowerInvariant()}; "
                + $"it cannot be submitted again for '{request.Directory}'");
    }

    /// <summary>The unfinished job of the same request; a new one where there is none.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="check">Asked before a new job is created; its exception hinders that.</param>
    /// <param name="cancellationToken">Observed at each call of the ledger.</param>
    public async Task<JobRow> ResumeOrCreateAsync(JobRequest request, Func<JobRow, Task> check, CancellationToken cancellationToken) =>
        await FindUnfinishedAsync(request, cancellationToken) ?? await CreateAsync(request, check, cancellationToken);

    /// <summary>The unfinished job of the same request; null: there is none.</summary>
    public async Task<JobRow?> FindUnfinishedAsync(JobRequest request, CancellationToken cancellationToken)
    {
        await foreach (var job in ledger.ListJobsAsync(cancellationToken))
        {
            if (new JobRequest(job.Directory, job.Spec, job.Options) == request && job.State != JobState.Cancelled
                && !job.IsFinished(await ledger.CountAsync(job.Id, cancellationToken)))
            {
                return job;
            }
        }

        return null;
    }

    private async Task<JobRow> CreateAsync(JobRequest request, Func<JobRow, Task> check, CancellationToken cancellationToken)
    {
        var job = new JobRow(
            JobId.Create(time, random), request.Directory, request.Spec, request.Options, JobState.Loading, time.GetUtcNow())
        {
            ContinuesItself = ContinueThemselves,
            FailureLimit = FailureLimit,
        };
        await check(job);
        await ledger.CreateJobAsync(job, cancellationToken);
        return job;
    }
}
