using System.Globalization;
using ImgCompress.Contracts;
using ImgCompress.Enqueuer.Output;
using ImgCompress.Ledger;

namespace ImgCompress.Enqueuer.Reporting;

/// <summary>A job as one HTML file.</summary>
/// <param name="page">The page.</param>
/// <param name="job">The job.</param>
/// <param name="counts">Its counts.</param>
/// <param name="figures">Of its files.</param>
/// <param name="hint">The line of another command on the same job.</param>
/// <param name="time">The clock.</param>
internal sealed class HtmlReport(
    HtmlPage page, JobRow job, Counts counts, JobFigures figures, Func<string, string> hint, TimeProvider time)
{
    private bool IsDown => counts.Sizes.BytesOut <= counts.Sizes.BytesIn;

    public void Write(string directory, IReadOnlyList<Comparison> comparisons)
    {
        var title = job.Options.Name ?? job.Id.ToString();
        page.Begin(
            title,
            Format.Spec(job.Spec),
            directory,
            $"Job {job.Id}, {RunReport.StateOf(job, counts)}, submitted {Format.Moment(job.Created, time)}");
        Totals();
        Charts();
        page.Comparisons(
            comparisons,
            "There is no original to compare with here: run with --keep-originals or --output to see both, or look before a run, with "
            + "estimate --out FILE.");
        Failures();
        page.Write("<section class=\"pair\">\n");
        Files("The slowest", "seconds", figures.Slowest, row => Number(row.Took!.Value.TotalSeconds));
        Files("The largest", "before", figures.Largest, row => Format.Bytes(row.Sizes.BytesIn));
        page.Write("</section>\n");
        page.End(Format.Moment(time.GetUtcNow(), time), "Each file by itself:", hint("results"));
    }

    private static string Text(string text) => HtmlPage.Text(text);

    private static string Number(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    private void Totals()
    {
        var saved = counts.Sizes.BytesIn - counts.Sizes.BytesOut;
        var left = job.TotalOf(counts) is { } total && total > counts.Ended ? $"of {Format.Count(total)}" : "";
        page.Figures(
            [
                (IsDown ? "Saved" : "Grown by", Format.Bytes(Math.Abs(saved)), HtmlPage.Change(counts.Sizes)),
                ("Files ended", Format.Count(counts.Ended), left),
                ("Resized", Format.Count(counts.Done), ""),
                ("Unchanged or kept", Format.Count(counts.Unchanged + counts.Kept), ""),
                ("Skipped", Format.Count(counts.Skipped), ""),
                ("Failed", Format.Count(counts.Failed), ""),
            ],
            bad: counts.Failed > 0 ? "Failed" : null);
        if (job.TotalOf(counts) - figures.Files is > 0 and var gone)
        {
            page.Write(
                $"<p class=\"muted\">{Format.Plural(gone, "file")} belong to later jobs now; below is what is left in this one.</p>\n");
        }
    }

    private void Charts()
    {
        page.Write("<section aria-labelledby=\"sizes\">\n<h2 id=\"sizes\">Sizes</h2>\n<div class=\"charts\">\n");
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

        page.Write("</div>\n</section>\n");
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
        page.Write(
            $"<figure>\n<figcaption>{Text(title)}{Legend(series)}</figcaption>\n"
            + $"<svg viewBox=\"0 0 {Width} {row * labels.Count}\" role=\"img\" "
            + $"aria-label=\"{Text(title + of)}: the numbers are in the table\">\n");
        for (var i = 0; i < labels.Count; i++)
        {
            var y = row * i;
            page.Write($"<text class=\"label\" x=\"{Left - 8}\" y=\"{y + (row / 2)}\">{Text(labels[i])}</text>\n");
            for (var n = 0; n < series.Count; n++)
            {
                var value = series[n].Values[i];
                var width = (Width - Left - Right) * (double)value / most;
                var top = y + 4 + (n * Bar);
                page.Write(
                    $"<rect class=\"s{n}\" x=\"{Left}\" y=\"{top}\" width=\"{Number(value > 0 ? Math.Max(1.5, width) : 0)}\" "
                    + $"height=\"{Bar - 3}\" rx=\"2\"/>"
                    + $"<text class=\"value\" x=\"{Number(Left + width + 6)}\" y=\"{top + 6}\">{Text(format(value))}</text>\n");
            }
        }

        page.Write(
            "</svg>\n<details><summary>As a table</summary><div class=\"scroll\"><table>"
            + $"<caption>{Text(title + of)}</caption><thead><tr><td></td>");
        page.Write(string.Concat(series.Select(one => $"<th scope=\"col\">{Text(one.Name)}</th>")));
        page.Write("</tr></thead><tbody>");
        for (var i = 0; i < labels.Count; i++)
        {
            var cells = series.Select(one => $"<td>{Text(format(one.Values[i]))}</td>");
            page.Write($"<tr><th scope=\"row\">{Text(labels[i])}</th>{string.Concat(cells)}</tr>");
        }

        page.Write("</tbody></table></div></details>\n</figure>\n");
    }

    private static string Legend(IReadOnlyList<(string Name, long[] Values)> series) => series.Count == 1
        ? ""
        : " <span class=\"legend\">"
            + string.Concat(series.Select((one, n) => $"<span><i class=\"s{n}\"></i>{Text(one.Name)}</span>"))
            + "</span>";

    private void Failures()
    {
        page.Write("<section aria-labelledby=\"failures\">\n<h2 id=\"failures\">Failed and skipped</h2>\n");
        if (figures.Failures.Count == 0)
        {
            page.Write("<p>No failures.</p>\n");
        }

        foreach (var group in figures.Failures)
        {
            var kind = group.Reason.IsByNature() ? "skipped" : "failed";
            page.Write(
                $"<article class=\"{kind}\">\n<h3>{Text(group.Reason.ToName())} "
                + $"<span class=\"muted\">{Format.Plural(group.Files, "file")} {kind}</span></h3>\n"
                + $"<p>{Text(FailureAdvice.Of(group.Reason))}</p>\n"
                + $"<details{(group.Files <= 5 ? " open" : "")}><summary>Which</summary><ul>\n");
            foreach (var row in group.Examples)
            {
                page.Write(
                    $"<li><bdi class=\"path\">{Text(row.Path.ToDisplay())}</bdi><br>"
                    + $"<span class=\"muted\">{Text(row.Failure!.Detail)}</span></li>\n");
            }

            page.Write("</ul>");
            if (group.Files > group.Examples.Count)
            {
                page.Write(
                    $"<p class=\"muted\">… and {Format.Count(group.Files - group.Examples.Count)} more: "
                    + $"<code>{Text(hint("failures"))}</code></p>");
            }

            page.Write("</details>\n</article>\n");
        }

        page.Write("</section>\n");
    }

    private void Files(string title, string column, IReadOnlyList<FileRow> rows, Func<FileRow, string> value)
    {
        if (rows.Count == 0)
        {
            return;
        }

        page.Write(
            $"<div><h2>{title}</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{title}\">"
            + "<table><thead><tr><th scope=\"col\">file</th>"
            + $"<th scope=\"col\">{column}</th><th scope=\"col\">outcome</th></tr></thead><tbody>\n");
        foreach (var row in rows)
        {
            page.Write(
                $"<tr><th scope=\"row\"><bdi class=\"path\">{Text(row.Path.ToDisplay())}</bdi></th><td>{Text(value(row))}</td>"
                + $"<td>{FileReport.OutcomeOf(row)}</td></tr>\n");
        }

        page.Write("</tbody></table></div></div>\n");
    }
}
