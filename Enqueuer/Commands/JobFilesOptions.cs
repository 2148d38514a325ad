using System.CommandLine;
using ImgCompress.Configuration;
using ImgCompress.Enqueuer.Running;
using ImgCompress.Files;
using ImgCompress.Ledger;
using ImgCompress.Platform;

namespace ImgCompress.Enqueuer.Commands;

/// <summary>The arguments of the commands that look at the files of a job that has run: which job, and which of its files.</summary>
internal sealed class JobFilesOptions(CommandContext context)
{
    private readonly BackendOptions _backend = new(context);

    private readonly Option<string[]> _include = new("--include")
    {
        Description = "Only the files that match; may be repeated",
        HelpName = "GLOB",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    private bool _isOfKept;

    /// <param name="command">The command that gets them.</param>
    /// <param name="some">Whether it may be told to take only some of the files.</param>
    /// <param name="ofKept">Whether the job that is meant where none is named is the newest that has kept originals.</param>
    public void AddTo(Command command, bool some, bool ofKept)
    {
        _isOfKept = ofKept;
        if (some)
        {
            command.Options.Add(_include);
        }

        _backend.AddTo(
            command, job: true, all: ofKept ? "the newest that has kept originals" : "the newest job", ofFiles: some);
    }

    /// <summary>Whether the command line names the job.</summary>
    public bool NamesJob(ParseResult result) => _backend.JobId(result) is not null;

    /// <summary>Opens ledger and root, and finds the job.</summary>
    /// <exception cref="UsageException">There is no such job or directory, or the root cannot be opened here.</exception>
    public async Task<OpenedJob> OpenAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var directory = _backend.FilesDirectory(result);
        var settings = _backend.ReadSettings(result);
        var backend = _backend.Open(result, directory);
        IFileRoot? opened = null;
        try
        {
            var root = backend.Embedded?.Root ?? (opened = OpenRoot(settings.Root));
            var job = await new Jobs(backend.Ledger, context.Time, context.Random)
                .FindAsync(_backend.JobId(result), one => !_isOfKept || new KeptOriginals(root, one).Any, cancellationToken);
            var below = directory is null ? "" : RootPath.Below(root.Location, Full(directory, settings, root), mustExist: false);
            return new(
                backend,
                opened,
                backend.Embedded?.Ownership ?? new RootOwnership(root, backend.Ledger, context.Time, context.Random),
                job,
                new PathFilter(below, result.GetResult(_include) is null ? [] : result.GetValue(_include) ?? []));
        }
        catch
        {
            opened?.Dispose();
            backend.Dispose();
            throw;
        }
    }

    /// <summary>Another command on the same job, for a hint.</summary>
    public string Hint(ParseResult result, string command, JobRow job) => _backend.Hint(result, command, job);

    /// <summary>On AWS, as for <c>submit</c>, a relative path begins at the root.</summary>
    private static string Full(string directory, Settings settings, IFileRoot root)
    {
        var from = settings.Aws is null ? Environment.CurrentDirectory : root.Location;
        return Path.GetFullPath(FileRoot.Resolve(directory, from), from);
    }

    private static IFileRoot OpenRoot(string location)
    {
        try
        {
            return FileRoot.Open(location);
        }
        catch (FileFaultException fault)
        {
            throw new UsageException($"{fault.Message}: the root has to be mounted here ({Settings.RootName}, --root)");
        }
    }
}
