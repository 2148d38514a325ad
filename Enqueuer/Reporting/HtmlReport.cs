using System.Globalization;
using System.Net;
using ImgCompress.Contracts;
using ImgCompress.Enqueuer.Output;
using ImgCompress.Ledger;

namespace ImgCompress.Enqueuer.Reporting;

/// <summary>
/// A job as one HTML file that asks for nothing else: its content security policy forbids any request. All that comes from the ledger
/// goes through <see cref="Text"/>.
/// </summary>
internal sealed class HtmlReport(TextWriter output, JobRow job, Counts counts, JobFigures figures, TimeProvider time)
{
    private const string Policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

    private bool IsDown => counts.Sizes.BytesOut <= counts.Sizes.BytesIn;

    public void Write(string directory, IReadOnlyList<Comparison> comparisons)
    {
        var title = job.Options.Name ?? job.Id.ToString();
        output.Write($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="{Policy}">
            <title>{Text(title)} – img-compress</title>
            <style>
            {HtmlStyle.Css}
            </style>
            </head>
            <body>
            <header>
            <p class="brand">img-compress</p>
            <h1><bdi>{Text(title)}</bdi></h1>
            <p>{Text(Format.Spec(job.Spec))}, in <bdi class="path">{Text(directory)}</bdi></p>
            <p class="muted">Job {Text(job.Id.ToString())}, {RunReport.StateOf(job, counts)},
            submitted {Format.Moment(job.Created, time)}</p>
            </header>
            <main>

            """);
        Totals();
        Charts();
        Comparisons(comparisons);
        Failures();
        output.Write("<section class=\"pair\">\n");
        Files("The slowest", "seconds", figures.Slowest, row => Number(row.Took!.Value.TotalSeconds));
        Files("The largest", "before", figures.Largest, row => Format.Bytes(row.Sizes.BytesIn));
        output.Write($"""
            </section>
            </main>
            <footer><p class="muted">Made {Format.Moment(time.GetUtcNow(), time)}. Each file by itself:
            <code>img-compress results {Text(job.Id.ToString())}</code></p></footer>
            <script>
            {HtmlStyle.Script}
            </script>
            </body>
            </html>

            """);
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Number(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    private void Totals()
    {
        var saved = counts.Sizes.BytesIn - counts.Sizes.BytesOut;
        var left = job.TotalOf(counts) is { } total && total > counts.Ended ? $" of {Format.Count(total)}" : "";
        var taken = job.TotalOf(counts) - figures.Files is > 0 and var gone
            ? $"<p class=\"muted\">{Format.Plural(gone, "file")} belong to later jobs now; below is what is left in this one.</p>"
            : "";
        output.Write($"""
            <section aria-labelledby="totals">
            <h2 id="totals">In short</h2>
            <dl class="figures">
            <div class="main"><dt>{(IsDown ? "Saved" : "Grown by")}</dt>
            <dd>{Format.Bytes(Math.Abs(saved))} <span>{Format.Percent(Math.Abs(saved), counts.Sizes.BytesIn)}</span></dd></div>
            <div><dt>Before</dt><dd>{Format.Bytes(counts.Sizes.BytesIn)}</dd></div>
            <div><dt>After</dt><dd>{Format.Bytes(counts.Sizes.BytesOut)}</dd></div>
            <div><dt>Files ended</dt><dd>{Format.Count(counts.Ended)}<span>{left}</span></dd></div>
            <div><dt>Resized</dt><dd>{Format.Count(counts.Done)}</dd></div>
            <div><dt>Unchanged or kept</dt><dd>{Format.Count(counts.Unchanged + counts.Kept)}</dd></div>
            <div><dt>Skipped</dt><dd>{Format.Count(counts.Skipped)}</dd></div>
            <div{(counts.Failed > 0 ? " class=\"bad\"" : "")}><dt>Failed</dt><dd>{Format.Count(counts.Failed)}</dd></div>
            </dl>
            {taken}
            </section>

            """);
    }

    private void Charts()
    {
        output.Write("<section aria-labelledby=\"sizes\">\n<h2 id=\"sizes\">Sizes</h2>\n<div class=\"charts\">\n");
        Chart(
            "Bytes of all files",
            "",
            ["before", "after"],
            [("bytes", [counts.Sizes.BytesIn, counts.Sizes.BytesOut])],
            Format.Bytes);
        Chart("What became of the files", "files", ["resized", "unchanged", "kept", "skipped", "failed"],
            [("files", [counts.Done, counts.Unchanged, counts.Kept, counts.Skipped, counts.Failed])], Format.Count);
        if (counts.Done > 0)
        {
            Chart("What is left of each resized file’s bytes", "files",
                [.. figures.Ratios.Select((_, i) => JobFigures.RatioLabel(i))], [("files", figures.Ratios)], Format.Count);
            Chart("Resized files by size", "files", [.. figures.SizesBefore.Select((_, i) => JobFigures.SizeLabel(i))],
                [("before", figures.SizesBefore), ("after", figures.SizesAfter)], Format.Count);
        }

        output.Write("</div>\n</section>\n");
    }

    /// <summary>Horizontal bars, and the same numbers as a table.</summary>
    private void Chart(
        string title,
        string unit,
        IReadOnlyList<string> labels,
        IReadOnlyList<(string Name, long[] Values)> series,
        Func<long, string> format)
    {
        const int Left = 118, Width = 360, Right = 62, Bar = 14;
        var (most, row) = (Math.Max(1, series.Max(one => one.Values.Max())), (Bar * series.Count) + 8);
        var of = unit.Length > 0 ? $", in {unit}" : "";
        output.Write(
            $"<figure>\n<figcaption>{Text(title)}{Legend(series)}</figcaption>\n"
            + $"<svg viewBox=\"0 0 {Width} {row * labels.Count}\" role=\"img\" "
            + $"aria-label=\"{Text(title + of)}: the numbers are in the table\">\n");
        for (var i = 0; i < labels.Count; i++)
        {
            var y = row * i;
            output.Write($"<text class=\"label\" x=\"{Left - 8}\" y=\"{y + (row / 2)}\">{Text(labels[i])}</text>\n");
            for (var n = 0; n < series.Count; n++)
            {
                var value = series[n].Values[i];
                var width = (Width - Left - Right) * (double)value / most;
                var top = y + 4 + (n * Bar);
                output.Write(
                    $"<rect class=\"s{n}\" x=\"{Left}\" y=\"{top}\" width=\"{Number(value > 0 ? Math.Max(1.5, width) : 0)}\" "
                    + $"height=\"{Bar - 3}\" rx=\"2\"/>"
                    + $"<text class=\"value\" x=\"{Number(Left + width + 6)}\" y=\"{top + 6}\">{Text(format(value))}</text>\n");
            }
        }

        output.Write(
            "</svg>\n<details><summary>As a table</summary><div class=\"scroll\"><table>"
            + $"<caption>{Text(title + of)}</caption><thead><tr><td></td>");
        output.Write(string.Concat(series.Select(one => $"<th scope=\"col\">{Text(one.Name)}</th>")));
        output.Write("</tr></thead><tbody>");
        for (var i = 0; i < labels.Count; i++)
        {
            var cells = series.Select(one => $"<td>{Text(format(one.Values[i]))}</td>");
            output.Write($"<tr><th scope=\"row\">{Text(labels[i])}</th>{string.Concat(cells)}</tr>");
        }

        output.Write("</tbody></table></div></details>\n</figure>\n");
    }

    private static string Legend(IReadOnlyList<(string Name, long[] Values)> series) => series.Count == 1
        ? ""
        : " <span class=\"legend\">"
            + string.Concat(series.Select((one, n) => $"<span><i class=\"s{n}\"></i>{Text(one.Name)}</span>"))
            + "</span>";

    private void Comparisons(IReadOnlyList<Comparison> comparisons)
    {
        output.Write("<section aria-labelledby=\"compare\">\n<h2 id=\"compare\">Before and after</h2>\n");
        if (comparisons.Count == 0)
        {
            output.Write(
                "<p class=\"muted\">There is no original to compare with here: run with <code>--keep-originals</code> or "
                + "<code>--output</code> to see both.</p>\n</section>\n");
            return;
        }

        output.Write("<p class=\"muted\">Reduced to fit this page. Left of the line is the original.</p>\n<div class=\"compare\">\n");
        foreach (var (row, before, after) in comparisons)
        {
            var name = Text(row.Path.ToDisplay());
            output.Write($"""
                <figure>
                <div class="slider" style="--at: 50%">
                <img src="{before}" alt="Before: {name}">
                <img class="after" src="{after}" alt="After: {name}">
                <input type="range" min="0" max="100" value="50" aria-label="How much of the original is shown of {name}, in percent">
                </div>
                <figcaption><bdi class="path">{name}</bdi>
                <span class="muted">{Format.Bytes(row.Sizes.BytesIn)} → {Format.Bytes(row.Sizes.BytesOut)}</span></figcaption>
                </figure>

                """);
        }

        output.Write("</div>\n</section>\n");
    }

    private void Failures()
    {
        output.Write("<section aria-labelledby=\"failures\">\n<h2 id=\"failures\">Failed and skipped</h2>\n");
        if (figures.Failures.Count == 0)
        {
            output.Write("<p>No failures.</p>\n");
        }

        foreach (var group in figures.Failures)
        {
            var kind = group.Reason.IsByNature() ? "skipped" : "failed";
            output.Write(
                $"<article class=\"{kind}\">\n<h3>{Text(group.Reason.ToName())} "
                + $"<span class=\"muted\">{Format.Plural(group.Files, "file")} {kind}</span></h3>\n"
                + $"<p>{Text(FailureAdvice.Of(group.Reason))}</p>\n"
                + $"<details{(group.Files <= 5 ? " open" : "")}><summary>Which</summary><ul>\n");
            foreach (var row in group.Examples)
            {
                output.Write(
                    $"<li><bdi class=\"path\">{Text(row.Path.ToDisplay())}</bdi><br>"
                    + $"<span class=\"muted\">{Text(row.Failure!.Detail)}</span></li>\n");
            }

            output.Write("</ul>");
            if (group.Files > group.Examples.Count)
            {
                output.Write(
                    $"<p class=\"muted\">… and {Format.Count(group.Files - group.Examples.Count)} more: "
                    + $"<code>img-compress failures {Text(job.Id.ToString())}</code></p>");
            }

            output.Write("</details>\n</article>\n");
        }

        output.Write("</section>\n");
    }

    private void Files(string title, string column, IReadOnlyList<FileRow> rows, Func<FileRow, string> value)
    {
        if (rows.Count == 0)
        {
            return;
        }

        output.Write(
            $"<div><h2>{title}</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{title}\">"
            + "<table><thead><tr><th scope=\"col\">file</th>"
            + $"<th scope=\"col\">{column}</th><th scope=\"col\">outcome</th></tr></thead><tbody>\n");
        foreach (var row in rows)
        {
            output.Write(
                $"<tr><th scope=\"row\"><bdi class=\"path\">{Text(row.Path.ToDisplay())}</bdi></th><td>{Text(value(row))}</td>"
                + $"<td>{FileReport.OutcomeOf(row)}</td></tr>\n");
        }

        output.Write("</tbody></table></div></div>\n");
    }
}
