using System.Text.Json;
using ImgCompress.Contracts;
using Xunit;

namespace ImgCompress.Tests.Contracts;

public sealed class OptionsText
{
    [Fact]
    public void OfAnEarlierVersionIsRead()
    {
        // As a ledger holds it from before times could be preserved.
        const string Json =
            """
            {"include":["*.jpg"],"exclude":[],"recurse":true,"force":false,"keepOriginals":true,"breakHardLinks":false}
            """;
        Assert.Equal(
            new JobOptions { Include = ["*.jpg"], KeepOriginals = true },
            JsonSerializer.Deserialize(Json, ContractsJson.Default.JobOptions));
    }

    [Fact]
    public void IsReadBack()
    {
        var options = new JobOptions
        {
            Include = ["a", "b/**"],
            Exclude = ["c"],
            Recurse = false,
            Force = true,
            KeepOriginals = true,
            PreserveTimes = true,
            BreakHardLinks = true,
            Source = "in",
        };
        var json = JsonSerializer.Serialize(options, ContractsJson.Default.JobOptions);
        Assert.Equal(options, JsonSerializer.Deserialize(json, ContractsJson.Default.JobOptions));
        Assert.NotEqual(options, options with { PreserveTimes = false });
    }
}
