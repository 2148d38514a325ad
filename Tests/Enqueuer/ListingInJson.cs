using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ImgCompress.Enqueuer.Output;
using Xunit;

namespace ImgCompress.Tests.Enqueuer;

/// <summary>What may have a line for each of a million files is written as they come, and not kept until the last.</summary>
public sealed class ListingInJson
{
    private const int Items = 2_000;

    [Fact]
    public async Task OfADryRunIsWrittenWhileItGoesOnAndCountedBehind()
    {
        var report = new DryRunReport();
        var (json, written) = await WriteAsync(
            number => new DryRunFile($"{number}.png", DryRunFile.Resize, 1, "PNG", 1, "64x48", "32x24", null, null),
            each =>
            {
                report.Each = Counted(each, report);
                return report;
            },
            OutputJson.Default.DryRunReport);

        Assert.InRange(written, 1, json.GetRawText().Length / 2);
        Assert.Equal(["each", "files"], json.EnumerateObject().Select(property => property.Name).Take(2));
        Assert.Equal(
            (Items, Items, $"{Items - 1}.png"),
            (json.GetProperty("each").GetArrayLength(), json.GetProperty("files").GetInt32(),
                json.GetProperty("each")[Items - 1].GetProperty("path").GetString()));
    }

    [Fact]
    public async Task OfFailuresIsWrittenWhileTheyAreRead()
    {
        var (json, written) = await WriteAsync(
            number => new FailureReport($"{number}.png", "corrupt", "it is cut off", Skipped: false),
            each => each,
            OutputJson.Default.IAsyncEnumerableFailureReport);

        Assert.InRange(written, 1, json.GetRawText().Length / 2);
        Assert.Equal(Items, json.GetArrayLength());
    }

    /// <returns>What was written, and how much of it when half of the items had been asked for.</returns>
    private static async Task<(JsonElement Json, long Written)> WriteAsync<TItem, TListing>(
        Func<int, TItem> item, Func<IAsyncEnumerable<TItem>, TListing> listing, JsonTypeInfo<TListing> type)
    {
        using var output = new MemoryStream();
        var written = 0L;
        var items = Enumerable.Range(0, Items).ToAsyncEnumerable().Select(number =>
        {
            written = number == Items / 2 ? output.Length : written;
            return item(number);
        });

        await JsonSerializer.SerializeAsync(output, listing(items), type, TestContext.Current.CancellationToken);

        output.Position = 0;
        using var json = JsonDocument.Parse(output);
        return (json.RootElement.Clone(), written);
    }

    private static async IAsyncEnumerable<DryRunFile> Counted(IAsyncEnumerable<DryRunFile> each, DryRunReport report)
    {
        await foreach (var file in each)
        {
            report.Files++;
            yield return file;
        }
    }
}
