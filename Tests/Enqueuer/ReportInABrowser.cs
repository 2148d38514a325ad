using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Programs;
using Microsoft.Playwright;
using Xunit;

namespace ImgCompress.Tests.Enqueuer;

/// <summary>The HTML report, as Chromium shows it; one start of the browser for all that is looked at.</summary>
[Trait("Speed", "Slow")]
public sealed class ReportInABrowser
{
    private const string Name = "<img src=x onerror=document.title='broken'>";

    private static readonly string? Chromium = new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }
        .FirstOrDefault(File.Exists);

    [Fact]
    public async Task AsksForNothingTakesNamesForTextComparesAndFitsAPhone()
    {
        Assert.SkipWhen(Chromium is null, "Chromium is missing (apt-get install chromium)");
        using var directory = new TemporaryDirectory();
        directory.Write($"{Name}.png", Png.Noise(640, 480));
        directory.Write($"cut {Name}.png", Png.Noise(64, 48).AsSpan(0, 200));
        await Cli.RunAsync("run", directory.Path, "--keep-originals", "--name", $"Holidays {Name}");
        var made = await Cli.RunAsync("report", directory.Path, "--out", directory.At("report.html"));
        Assert.Equal((0, directory.At("report.html")), (made.ExitCode, made.Output.Trim()));

        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = ["--no-sandbox"] });
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 375, Height = 700 } });
        var (requests, problems) = (new List<string>(), new List<string>());
        page.Request += (_, request) => requests.Add(request.Url);
        page.Console += (_, message) => problems.Add(message.Text);
        page.PageError += (_, error) => problems.Add(error);
        await page.GotoAsync($"file://{directory.At("report.html")}");

        Assert.Equal($"Holidays {Name} – img-compress", await page.TitleAsync());
        Assert.Equal($"Holidays {Name}", await page.InnerTextAsync("h1"));
        Assert.Contains("corrupt", await page.InnerTextAsync("article.failed"), StringComparison.Ordinal);
        Assert.Contains($"cut {Name}.png", await page.InnerTextAsync("article.failed"), StringComparison.Ordinal);

        // By the keyboard alone.
        await page.FocusAsync(".slider input");
        await page.Keyboard.PressAsync("ArrowRight");
        Assert.Equal("51%", await page.EvalOnSelectorAsync<string>(".slider", "slider => slider.style.getPropertyValue('--at')"));
        Assert.True(await page.EvaluateAsync<bool>(
            "[...document.querySelectorAll('.slider img')].every(image => image.complete && image.naturalWidth > 0)"));

        // Everything has a name, and nothing is wider than the screen.
        Assert.Equal(0, await page.EvaluateAsync<int>(
            "[...document.querySelectorAll('img:not([alt]), svg:not([aria-label]), input:not([aria-label])')].length"));
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        var light = await BackgroundAsync(page);
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        Assert.NotEqual(light, await BackgroundAsync(page));
        Assert.Empty(problems);
        Assert.All(requests, url => Assert.Matches("^(file|data):", url));
    }

    [Fact]
    public async Task OfAnEstimateShowsTheSampleBeforeAnythingIsTouched()
    {
        using var directory = new TemporaryDirectory();
        var original = Png.Noise(640, 480);
        directory.Write("photos/a.png", original);
        directory.Write("photos/cut.png", original.AsSpan(0, 200));

        var estimate = await Cli.RunAsync("estimate", directory.At("photos"), "--out", directory.At("sample.html"));

        var page = System.Text.Encoding.UTF8.GetString(directory.Read("sample.html"));
        Assert.Equal(0, estimate.ExitCode);
        Assert.Contains("What a run would do", page, StringComparison.Ordinal);
        Assert.Equal(2, page.Split("<div class=\"slider\"").Length);
        Assert.Contains("alt=\"After: a.png\"", page, StringComparison.Ordinal);
        Assert.Contains("<th scope=\"row\">bursting</th>", page, StringComparison.Ordinal);
        Assert.Equal(original, directory.Read("photos/a.png"));
        Assert.False(Directory.Exists(directory.At("photos/.img-compress")));
    }

    [Fact]
    public async Task IsOnlyWrittenToAPage()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("photo.jpg", "mine"u8);

        foreach (var command in (string[][])[["report"], ["estimate", directory.Path]])
        {
            var report = await Cli.RunAsync([.. command, "--out", directory.At("photo.jpg")]);

            Assert.Equal(2, report.ExitCode);
            Assert.Contains("it must end in .html", report.Error, StringComparison.Ordinal);
        }

        Assert.Equal("mine"u8.ToArray(), directory.Read("photo.jpg"));
    }

    private static Task<string> BackgroundAsync(IPage page) =>
        page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
}
