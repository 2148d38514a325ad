using System.Globalization;
using ImgCompress.Contracts;
using ImgCompress.Enqueuer.Estimating;
using ImgCompress.Enqueuer.Output;

namespace ImgCompress.Enqueuer.Reporting;

/// <summary>An estimate as one HTML file, with what became of its sample.</summary>
internal sealed class EstimateReport(HtmlPage page, ResizeSpec spec, Estimate estimate, TimeProvider time)
{
    /// <param name="directory">Whose images would be resized.</param>
    /// <param name="comparisons">Of the sample.</param>
    /// <param name="run">The command that does it, with the same options.</param>
    public void Write(string directory, IReadOnlyList<Comparison> comparisons, string run)
    {
        var after = new Ledger.Sizes(estimate.Bytes, estimate.Bytes - estimate.BytesSaved, 0, 0);
        page.Begin(
            "What a run would do",
            Format.Spec(spec),
            directory,
            $"An estimate by {Format.Count(estimate.Sampled)} of {Format.Plural(estimate.Files, "image")}; nothing has been changed");
        page.Figures(
        [
            (estimate.BytesSaved >= 0 ? "Would save about" : "Would grow by about", Format.Bytes(Math.Abs(estimate.BytesSaved)),
                $"{HtmlPage.Change(after)}, ± {Format.Bytes(estimate.BytesSavedError)}"),
            ("Files", Format.Count(estimate.Files), ""),
            ("Done before", Format.Count(estimate.Unchanged), ""),
            ("Would not be resized", Format.Count(estimate.Refused), $"of the {Format.Count(estimate.Sampled)} tried"),
            ("Time here", Format.Duration(TimeSpan.FromSeconds(estimate.Seconds)), $"{estimate.Parallel} at a time"),
        ]);
        page.Comparisons(comparisons, "None of the images that were tried can be shown by a browser, or none came out smaller.");
        Costs();
        page.End(Format.Moment(time.GetUtcNow(), time), "To do it, with the same options:", run);
    }

    private void Costs()
    {
        page.Write(
            "<section aria-labelledby=\"aws\">\n<h2 id=\"aws\">On AWS</h2>\n"
            + "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Costs by throughput\"><table><thead><tr>"
            + "<th scope=\"col\">EFS throughput</th><th scope=\"col\">time</th><th scope=\"col\">cost</th>"
            + "<th scope=\"col\">of it EFS</th></tr></thead><tbody>\n");
        foreach (var mode in estimate.Aws.Modes)
        {
            page.Write(
                $"<tr><th scope=\"row\">{mode.Mode}</th><td>{Format.Duration(TimeSpan.FromSeconds(mode.Seconds))}</td>"
                + $"<td>{Format.Usd(mode.Usd)}</td><td>{Format.Usd(mode.EfsUsd)}</td></tr>\n");
        }

        var payback = estimate.PaybackMonths is { } months
            ? string.Create(CultureInfo.InvariantCulture, $"; with elastic throughput it has paid after {months:0.0} months")
            : "";
        page.Write(
            "</tbody></table></div>\n"
            + $"<p class=\"muted\">Saves {Format.Usd(Math.Max(0, estimate.MonthlyUsd))} a month in EFS Standard{payback}. "
            + $"Prices: {HtmlPage.Text(estimate.Prices)}.</p>\n</section>\n");
    }
}
