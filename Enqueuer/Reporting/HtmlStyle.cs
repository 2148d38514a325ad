namespace ImgCompress.Enqueuer.Reporting;

/// <summary>How a report looks, light and dark, from a phone's width on; and what its sliders do.</summary>
internal static class HtmlStyle
{
    public const string Css = """
        :root { color-scheme: light dark; --bg: #f7f7f5; --card: #fff; --ink: #1c1e21; --muted: #5b6068; --line: #dcdcd7;
          --one: #9aa3b2; --two: #0b7a5e; --good: #0b6b52; --bad: #b3261e; }
        @media (prefers-color-scheme: dark) { :root { --bg: #15171a; --card: #1f2226; --ink: #eceef0; --muted: #a9b0ba;
          --line: #3a3f46; --one: #7c8799; --two: #3fbf98; --good: #5fd3ae; --bad: #ff8a80; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--bg); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
        header, main, footer { max-width: 74rem; margin: 0 auto; padding: 0 1rem; }
        header { padding-top: 2rem; }
        header p { margin: .2rem 0; }
        .brand { color: var(--good); font-weight: 600; }
        h1 { font-size: clamp(1.5rem, 5vw, 2.2rem); line-height: 1.2; margin: .1rem 0 .4rem; overflow-wrap: anywhere; }
        h2 { font-size: 1.2rem; margin: 2.2rem 0 .8rem; }
        h3 { font-size: 1rem; margin: 0 0 .3rem; }
        h3 .muted { font-weight: 400; margin-left: .4rem; }
        .muted { color: var(--muted); }
        .path { font-family: ui-monospace, monospace; font-size: .88em; overflow-wrap: anywhere; font-weight: 400; }
        .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(7.4rem, 1fr)); gap: .6rem; margin: 0; }
        .figures div, figure, article, .pair > div .scroll { background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
        .figures div { padding: .7rem; }
        .figures dt { color: var(--muted); font-size: .88rem; }
        .figures dd { margin: 0; font-size: 1.3rem; font-weight: 600; font-variant-numeric: tabular-nums; white-space: nowrap; }
        .figures span { display: block; font-size: .92rem; font-weight: 400; color: var(--muted); white-space: normal; }
        .figures .main { grid-column: span 2; }
        .figures .main dd { font-size: 2rem; line-height: 1.2; color: var(--good); }
        .figures .bad dd { color: var(--bad); }
        .charts, .compare, .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr));
          gap: .75rem; align-items: start; }
        figure { margin: 0; padding: .9rem; }
        .charts figcaption { font-weight: 600; margin-bottom: .5rem; }
        svg { display: block; width: 100%; height: auto; }
        svg text { font-size: 11px; fill: var(--ink); dominant-baseline: middle; }
        svg .label { text-anchor: end; }
        svg .value { fill: var(--muted); }
        .s0 { fill: var(--one); background: var(--one); } .s1 { fill: var(--two); background: var(--two); }
        .legend { font-weight: 400; font-size: .88rem; color: var(--muted); }
        .legend i { display: inline-block; width: .7em; height: .7em; border-radius: 2px; margin: 0 .3em 0 .8em; }
        summary { cursor: pointer; color: var(--muted); font-size: .92rem; margin-top: .5rem; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-size: .92rem; }
        caption { text-align: left; color: var(--muted); padding: .3rem 0; }
        th, td { text-align: left; padding: .35rem .6rem; border-top: 1px solid var(--line); vertical-align: top; }
        td { font-variant-numeric: tabular-nums; white-space: nowrap; }
        thead th { border-top: 0; color: var(--muted); font-weight: 600; }
        article { padding: .9rem; margin-bottom: .75rem; border-left: 4px solid var(--one); }
        article.failed { border-left-color: var(--bad); }
        article p { margin: .2rem 0; }
        article ul { margin: .5rem 0; padding-left: 1.2rem; }
        .compare figure { padding: 0; overflow: hidden; }
        .compare figcaption { padding: .6rem .9rem; }
        .slider { position: relative; display: grid; background: var(--line); }
        .slider img { grid-area: 1 / 1; width: 100%; height: 100%; max-height: 34rem; object-fit: contain; }
        .slider .after { clip-path: inset(0 0 0 var(--at)); }
        .slider::after { content: ""; position: absolute; top: 0; bottom: 0; left: calc(var(--at) - 1px); width: 2px;
          background: #fff; box-shadow: 0 0 0 1px #0009; pointer-events: none; }
        .slider input { grid-area: 1 / 1; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: ew-resize; z-index: 1; }
        .slider:focus-within, summary:focus-visible, .scroll:focus-visible { outline: 3px solid var(--two); outline-offset: 2px; }
        footer { padding-bottom: 2.5rem; }
        code { font-size: .92em; overflow-wrap: anywhere; }
        @media print { .slider input { display: none; } body { background: #fff; } }
        """;

    public const string Script = """
        for (const input of document.querySelectorAll('.slider input')) {
          input.addEventListener('input', () => input.parentElement.style.setProperty('--at', input.value + '%'));
        }
        """;
}
