using System.Net;
using ImgCompress.Enqueuer.Output;
using ImgCompress.Ledger;

namespace ImgCompress.Enqueuer.Reporting;

/// <summary>
/// One HTML file that asks for nothing else: its content security policy forbids any request. All that comes from a ledger or a file system
/// goes through <see cref="Text"/>.
/// </summary>
internal sealed class HtmlPage(TextWriter output)
{
    private const string Policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

    /// <summary>Writes a part of the page.</summary>
    public void Write(string html) => output.Write(html);

    public static string Text(string text) => WebUtility.HtmlEncode(text);

    /// <summary>What became of bytes, beside their difference.</summary>
    public static string Change(Sizes sizes) =>
        $"{Format.Percent(Math.Abs(sizes.BytesIn - sizes.BytesOut), sizes.BytesIn)}: "
        + $"{Format.Bytes(sizes.BytesIn)} became {Format.Bytes(sizes.BytesOut)}";

    /// <param name="title">What the page is called.</param>
    /// <param name="did">What is or would be done to the files.</param>
    /// <param name="directory">Where they are.</param>
    /// <param name="of">Of what or when it tells, in a line.</param>
    public void Begin(string title, string did, string directory, string of) => output.Write($"""
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
        <p>{Text(did)}, in <bdi class="path">{Text(directory)}</bdi></p>
        <p class="muted">{Text(of)}</p>
        </header>
        <main>

        """);

    /// <param name="made">When it was made.</param>
    /// <param name="hint">What tells more.</param>
    /// <param name="command">The command that does.</param>
    public void End(string made, string hint, string command) => output.Write($"""
        </main>
        <footer><p class="muted">Made {Text(made)}. {Text(hint)}
        <code>{Text(command)}</code></p></footer>
        <script>
        {HtmlStyle.Script}
        </script>
        </body>
        </html>

        """);

    /// <summary>Numbers, each with what it is; the first one is the page's.</summary>
    public void Figures(IReadOnlyList<(string Name, string Number, string Beside)> figures, string? bad = null)
    {
        output.Write("<section aria-labelledby=\"totals\">\n<h2 id=\"totals\">In short</h2>\n<dl class=\"figures\">\n");
        for (var i = 0; i < figures.Count; i++)
        {
            var (name, number, beside) = figures[i];
            var kind = i == 0 ? " class=\"main\"" : name == bad ? " class=\"bad\"" : "";
            var rest = beside.Length > 0 ? $" <span>{Text(beside)}</span>" : "";
            output.Write($"<div{kind}><dt>{Text(name)}</dt><dd>{Text(number)}{rest}</dd></div>\n");
        }

        output.Write("</dl>\n</section>\n");
    }

    /// <param name="comparisons">Images before and after.</param>
    /// <param name="none">Where there is none: how to get some.</param>
    public void Comparisons(IReadOnlyList<Comparison> comparisons, string none)
    {
        output.Write("<section aria-labelledby=\"compare\">\n<h2 id=\"compare\">Before and after</h2>\n");
        if (comparisons.Count == 0)
        {
            output.Write($"<p class=\"muted\">{Text(none)}</p>\n</section>\n");
            return;
        }

        output.Write("<p class=\"muted\">Reduced to fit this page. Left of the line is the original.</p>\n<div class=\"compare\">\n");
        foreach (var comparison in comparisons)
        {
            var name = Text(comparison.Path);
            output.Write($"""
                <figure>
                <div class="slider" style="--at: 50%">
                <img src="{comparison.Before}" alt="Before: {name}">
                <img class="after" src="{comparison.After}" alt="After: {name}">
                <input type="range" min="0" max="100" value="50" aria-label="How much of the original is shown of {name}, in percent">
                </div>
                <figcaption><bdi class="path">{name}</bdi>
                <span class="muted">{Format.Bytes(comparison.BytesIn)} → {Format.Bytes(comparison.BytesOut)}</span></figcaption>
                </figure>

                """);
        }

        output.Write("</div>\n</section>\n");
    }
}
