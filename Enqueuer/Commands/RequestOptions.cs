using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using ImgCompress.Contracts;
using ImgCompress.Enqueuer.Running;

namespace ImgCompress.Enqueuer.Commands;

/// <summary>The options that say what is done to which files, shared by the commands that submit.</summary>
internal sealed class RequestOptions
{
    private const int MaxName = 100;

    private static readonly string[] ScaleOps = ["down", "up"];

    private readonly Option<ScaleOp> _scaleOp = new("--scale-op")
    {
        Description = "down divides width and height by the factor, up multiplies them [default: down]",
        HelpName = "down|up",
        CustomParser = result => Value(result).ToLowerInvariant() switch
        {
            "down" => ScaleOp.Down,
            "up" => ScaleOp.Up,
            var other => Refuse<ScaleOp>(
                result, $"--scale-op is '{Value(result)}'; it must be down or up{Suggestion.For(other, ScaleOps)}"),
        },
        CompletionSources = { ScaleOps },
    };

    private readonly Option<int> _scaleFactor = new("--scale-factor")
    {
        Description = $"A whole number from {Scaling.ByFactor.MinFactor} (re-encode only) to {Scaling.ByFactor.MaxFactor}",
        HelpName = "N",
        DefaultValueFactory = _ => 2,
        CustomParser = result => ParseInteger(result, "--scale-factor", Scaling.ByFactor.MinFactor, Scaling.ByFactor.MaxFactor),
    };

    private readonly Option<Scaling.ToFit> _fit = new("--fit")
    {
        Description = "Instead of a factor: reduce what is larger to fit, ratio kept, and leave the rest as it is; WxH, Wx or xH in "
            + "pixels, as the picture is shown (turned as its EXIF says)",
        HelpName = "WxH",
        CustomParser = result => Scaling.ToFit.TryParse(Value(result), out var fit)
            ? fit
            : Refuse<Scaling.ToFit>(
                result,
                $"--fit is '{Value(result)}'; it must be a width and a height, such as 2048x1080, 2048x or x1080, "
                + $"each from 1 to {Scaling.ToFit.MaxSide}"),
    };

    private readonly Option<Scaling.ToFit> _longEdge = new("--long-edge")
    {
        Description = "Instead of a factor: reduce what has a longer side than this many pixels; the same as --fit NxN",
        HelpName = "N",
        CustomParser = result => Scaling.ToFit.LongEdge(ParseInteger(result, "--long-edge", 1, Scaling.ToFit.MaxSide)),
    };

    private readonly Option<Filter> _filter = new("--filter")
    {
        Description = $"One of {FilterNames.All} [default: {FilterNames.ToName(default)}]",
        HelpName = "FILTER",
        CustomParser = result => FilterNames.TryParse(Value(result), out var filter)
            ? filter
            : Refuse<Filter>(
                result,
                $"--filter is '{Value(result)}'; it must be {FilterNames.All}{Suggestion.For(Value(result), FilterNames.Known)}"),
        CompletionSources = { FilterNames.Known.ToArray() },
    };

    private readonly Option<int?> _quality = new("--quality")
    {
        Description = "Quality of lossy encoding, 1 to 100 [default: a JPEG's own, from 60 to 95; WebP 80; AVIF 60]",
        HelpName = "Q",
        CustomParser = result => ParseInteger(result, "--quality", ResizeSpec.MinQuality, ResizeSpec.MaxQuality),
    };

    private readonly Option<int> _effort = new("--effort")
    {
        Description = "How much time the encoders of JPEG, PNG and WebP take for fewer bytes, 1 to 3",
        HelpName = "E",
        DefaultValueFactory = _ => ResizeSpec.MinEffort,
        CustomParser = result => ParseInteger(result, "--effort", ResizeSpec.MinEffort, ResizeSpec.MaxEffort),
    };

    private readonly Option<string[]> _include = Globs("--include", "Take the files that match, whatever their extension; may be repeated");

    private readonly Option<string[]> _exclude = Globs("--exclude", "Leave out the files that match; may be repeated");

    private readonly Option<bool> _noRecurse = new("--no-recurse") { Description = "Leave subdirectories alone" };

    private readonly Option<bool> _keepOriginals = new("--keep-originals")
    {
        Description = "Keep each original in .img-compress/keep/ (takes their space until you remove them)",
    };

    private readonly Option<bool> _preserveTimes = new("--preserve-times")
    {
        Description = "Give each result its original's times of modification and access",
    };

    private readonly Option<bool> _allowLarger = new("--allow-larger")
    {
        Description = "Replace a file even by a result that is not smaller in bytes",
    };

    private readonly Option<bool> _strip = new("--strip")
    {
        Description = "Drop all metadata but the ICC profile and the orientation; of a phone's photo also its gain map and video",
    };

    private readonly Option<bool> _exact = new("--exact")
    {
        Description = "Have the filter see every pixel, also of JPEG and lossy WebP that come out at a quarter of their size or less: else "
            + "the decoder makes those smaller, as far as the result stays near this one",
    };

    private readonly Option<bool> _fast = new("--fast")
    {
        Description = "Let the decoder make such pictures smaller still: farther from the exact result, for less time",
    };

    private readonly Option<bool> _force = new("--force")
    {
        Description = "Work on what an earlier run with the same spec has finished, too; what has been scaled takes --again",
    };

    private readonly Option<bool> _again = new("--again")
    {
        Description = "Scale files once more that earlier runs have scaled: halving twice is quartering",
    };

    private readonly Option<bool> _breakHardLinks = new("--break-hardlinks")
    {
        Description = "Take files that have several names; the other names keep the original",
    };

    private readonly Option<bool> _dangerousDirectory = new(ProtectedDirectory.Consent)
    {
        Description = "Take a directory that holds more than your images: a home, a whole disk, one of the system",
    };

    private readonly Option<FailureLimit?> _maxFailures = new("--max-failures")
    {
        Description = "Pause the job when more files than this have failed (skipped ones are none); of P%, those that have ended count",
        HelpName = "N|P%",
        CustomParser = result => FailureLimit.TryParse(Value(result), out var limit)
            ? limit
            : Refuse<FailureLimit?>(result, $"--max-failures is '{Value(result)}'; it must be {FailureLimit.Form}"),
    };

    private readonly Option<string?> _name = new("--name")
    {
        Description = $"What to call the job, in lists and reports; up to {MaxName} characters",
        HelpName = "TEXT",
        CustomParser = result => Value(result) is { Length: <= MaxName } name && !name.Any(char.IsControl)
            ? name
            : Refuse<string?>(result, $"--name is '{Value(result)}'; it must have up to {MaxName} characters, on one line"),
    };

    private readonly Option<string?> _output = new("--output")
    {
        Description = "Write the results into another directory and leave the originals alone",
        HelpName = "DIR",
        CompletionSources = { CompletionCommand.Directories },
    };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[]
        {
            _output,
            _scaleOp, _scaleFactor, _fit, _longEdge, _filter, _quality, _include, _exclude, _noRecurse, _keepOriginals, _preserveTimes,
            _allowLarger, _strip, _effort, _exact, _fast, _force, _again, _breakHardLinks, _maxFailures, _dangerousDirectory, _name,
        })
        {
            command.Options.Add(option);
        }

        command.Validators.Add(RefuseTwoScalings);
        command.Validators.Add(RefuseExactAndFast);
    }

    /// <summary>Whether a <see cref="ProtectedDirectory"/> is meant.</summary>
    public bool TakesProtectedDirectories(ParseResult result) => result.GetValue(_dangerousDirectory);

    /// <summary>When the job pauses by itself; null: never.</summary>
    public FailureLimit? MaxFailures(ParseResult result) => result.GetValue(_maxFailures);

    /// <summary>Where results go instead; null: in place.</summary>
    public string? Output(ParseResult result) => result.GetValue(_output);

    public ResizeSpec Spec(ParseResult result) => new()
    {
        Scaling = result.GetValue(_fit) ?? result.GetValue(_longEdge)
            ?? (Scaling)new Scaling.ByFactor(result.GetValue(_scaleOp), result.GetValue(_scaleFactor)),
        Filter = result.GetValue(_filter),
        Quality = result.GetValue(_quality),
        Strip = result.GetValue(_strip),
        AllowLarger = result.GetValue(_allowLarger),
        Effort = result.GetValue(_effort),
        ShrinkOnLoad = result.GetValue(_exact) ? ShrinkOnLoad.Exact : result.GetValue(_fast) ? ShrinkOnLoad.Fast : ShrinkOnLoad.Near,
    };

    public JobOptions Options(ParseResult result) => new()
    {
        Include = result.GetValue(_include) ?? [],
        Exclude = result.GetValue(_exclude) ?? [],
        Recurse = !result.GetValue(_noRecurse),
        KeepOriginals = result.GetValue(_keepOriginals),
        PreserveTimes = result.GetValue(_preserveTimes),
        Force = result.GetValue(_force),
        Again = result.GetValue(_again),
        BreakHardLinks = result.GetValue(_breakHardLinks),
        Name = result.GetValue(_name),
    };

    /// <summary>
    /// Parses a whole number from <paramref name="from"/> to <paramref name="to"/>; else the error names value and range.
    /// </summary>
    public static int ParseInteger(ArgumentResult result, string option, int from, int to) =>
        int.TryParse(Value(result), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= from && number <= to
            ? number
            : Refuse<int>(result, $"{option} is '{Value(result)}'; it must be a whole number from {from} to {to}");

    /// <summary>
    /// Parses a number of bytes or pixels, at least 1, with an optional K, M or G (10³, 10⁶, 10⁹); else the error names the value.
    /// </summary>
    public static long ParseSize(ArgumentResult result, string option)
    {
        var text = Value(result);
        var unit = text.Length == 0 ? 1 : char.ToUpperInvariant(text[^1]) switch
        {
            'K' => 1_000L,
            'M' => 1_000_000L,
            'G' => 1_000_000_000L,
            _ => 1L,
        };
        var digits = unit == 1 ? text : text[..^1];
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number > 0 && number <= long.MaxValue / unit
            ? number * unit
            : Refuse<long>(result, $"{option} is '{text}'; it must be a whole number above 0, optionally with K, M or G");
    }

    private void RefuseTwoScalings(CommandResult result)
    {
        bool IsGiven(Option option) => result.GetResult(option) is { Implicit: false };
        Option? factor = IsGiven(_scaleFactor) ? _scaleFactor : IsGiven(_scaleOp) ? _scaleOp : null;
        Option?[] given = [factor, IsGiven(_fit) ? _fit : null, IsGiven(_longEdge) ? _longEdge : null];
        if (given.OfType<Option>().ToList() is [var first, var second, ..])
        {
            result.AddError(
                $"{first.Name} and {second.Name} exclude each other; give --scale-factor (with --scale-op), --fit or --long-edge");
        }
    }

    private void RefuseExactAndFast(CommandResult result)
    {
        if (result.GetValue(_exact) && result.GetValue(_fast))
        {
            result.AddError($"{_exact.Name} and {_fast.Name} exclude each other; give one, or neither for what is near the exact result");
        }
    }

    private static Option<string[]> Globs(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "GLOB",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    private static string Value(ArgumentResult result) => result.Tokens is [var token, ..] ? token.Value : "";

    /// <summary>Reports wrong use of an option; what is returned is not used.</summary>
    public static T Refuse<T>(ArgumentResult result, string problem)
    {
        result.AddError(problem);
        return default!;
    }
}
