namespace ImgCompress.Enqueuer.Commands;

/// <summary>What <c>--help</c> shows below the options.</summary>
internal static class Examples
{
    public static readonly IReadOnlyDictionary<string, string> ByCommand = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["img-compress"] = """
              img-compress demo                               create sample images and resize them
              img-compress run photos                         halve every image in photos, in place
              img-compress run photos --dry-run               only say what would be done
              img-compress status photos                      how far the newest job is
            """,
        ["demo"] = """
              img-compress demo
              img-compress demo /tmp/samples
            """,
        ["run"] = """
              img-compress run photos                                          halve width and height
              img-compress run photos --scale-factor 3 --filter lanczos3       a third, sharper
              img-compress run photos --long-edge 2048                         what is larger, to fit 2048 x 2048
              img-compress run photos --fit 1920x1080                          to fit a screen; --fit 1920x, --fit x1080
              img-compress run photos --long-edge 2048 --preserve-times        sorted by date as before
              img-compress run photos --output small                           leave the originals alone
              img-compress run photos --include '*.jpg' --exclude 'raw/**'     only some
              img-compress run photos --scale-factor 1 --strip                 re-encode without metadata, scale nothing
              img-compress run photos --max-failures 5%                        pause when something is wrong with many
              img-compress run photos --again                                  halve once more what has been halved
              img-compress run photos --json > result.json                     for a script
              Ctrl-C ends it after the files in progress; the same command goes on where it stopped.
            """,
        ["estimate"] = """
              img-compress estimate photos --long-edge 2048
              img-compress estimate photos --sample 400        surer, and takes longer
              img-compress estimate photos --out sample.html   with the sample, before and after
              img-compress estimate photos --json
            """,
        ["submit"] = """
              img-compress submit /mnt/efs/photos --scale-factor 2             on AWS, as the environment is set
              img-compress submit /mnt/efs/photos --fit 2048x2048              reduce what is larger
              img-compress submit /mnt/efs/photos --job 20260131-142530-kqzmwt go on after it was cut off
              img-compress submit /mnt/efs/photos --wait
            """,
        ["report"] = """
              img-compress report photos -o holidays.html
              img-compress report 20260131-142530-kqzmwt photos
            """,
        ["results"] = """
              img-compress results photos > results.csv        of the newest job
              img-compress results photos --jsonl | jq 'select(.outcome == "failed")'
              img-compress results 20260131-142530-kqzmwt      on AWS, as the environment is set
            """,
        ["redrive"] = """
              img-compress redrive                                             all dead letters
              img-compress redrive --job 20260131-142530-kqzmwt --reason no-space
            """,
        ["adopt"] = """
              img-compress adopt photos                                        by its embedded ledger
              img-compress adopt --yes                                         on AWS: the root, by the table
            """,
        ["init"] = """
              export AWS_ENDPOINT_URL=http://localhost:4566 AWS_REGION=us-east-1
              img-compress init > settings && . ./settings
            """,
        ["completion"] = """
              eval "$(img-compress completion bash)"           in ~/.bashrc; with zsh in ~/.zshrc, after compinit
              img-compress completion fish > ~/.config/fish/completions/img-compress.fish
            """,
        ["doctor"] = """
              img-compress doctor
            """,
        ["jobs"] = """
              img-compress jobs photos
            """,
        ["status"] = """
              img-compress status photos               of the newest job
              img-compress status 20260131-142530-kqzmwt photos --watch
            """,
        ["pause"] = """
              img-compress pause --root photos                the newest job
              img-compress pause 20260131-142530-kqzmwt       on AWS, as the environment is set
            """,
        ["resume"] = """
              img-compress resume --root photos
              img-compress resume 20260131-142530-kqzmwt
            """,
        ["cancel"] = """
              img-compress cancel 20260131-142530-kqzmwt photos
            """,
        ["reconcile"] = """
              img-compress reconcile                           whatever stands still, of all jobs
              img-compress reconcile 20260131-142530-kqzmwt --root photos
            """,
        ["restore"] = """
              img-compress restore photos --dry-run                          what would be put back, of the newest job
              img-compress restore 20260131-142530-kqzmwt photos             all originals that the job kept below photos
              img-compress restore photos --include '*.png'                  only some
              Cut off, the same command goes on. What is restored, a later job may resize again.
            """,
        ["verify"] = """
              img-compress verify photos
              img-compress verify 20260131-142530-kqzmwt photos/2026 --json
            """,
        ["keep"] = """
              img-compress keep photos                                       how many originals, how many bytes
              img-compress keep --drop 20260131-142530-kqzmwt photos --yes   remove them
            """,
        ["failures"] = """
              img-compress failures photos
              img-compress failures photos --json
            """,
    };
}
