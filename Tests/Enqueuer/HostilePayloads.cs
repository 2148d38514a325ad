using System.Text;
using ImgCompress.Configuration;
using ImgCompress.Engine.Embedded;
using ImgCompress.Engine.Hosting;
using ImgCompress.Enqueuer.Function;
using ImgCompress.Enqueuer.Running;
using ImgCompress.Lambda;
using ImgCompress.Ledger;
using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Images;
using Xunit;

namespace ImgCompress.Tests.Enqueuer;

/// <summary>Payloads that anybody who may call the enqueuer's function can send: each is worked on, or refused in a sentence.</summary>
[Trait("Speed", "Slow")]
public sealed class HostilePayloads
{
    private const string Payload =
        """
        {"dir":"imgs","scale_op":"down","scale_factor":2,"max_width":null,"filter":"gaussian","quality":80,"output":"small",
        "include":["*.png"],"exclude":["b*"],"recurse":true,"keep_originals":false,"preserve_times":false,"allow_larger":false,
        "strip":false,"effort":1,"exact":true,"fast":false,"force":false,"again":true,"dangerous_directory":false,"max_failures":"5%",
        "break_hardlinks":false,"reconcile":false,"continue":false,"job":"20260131-142530-kqzmwt"}
        """;

    private const string Fitted = """{"dir":"imgs","max_width":100,"max_height":100,"again":true}""";

    private static readonly Type[] Refusals = [typeof(UsageException), typeof(ForeignRootException), typeof(SubmissionException)];

    [Theory]
    [InlineData(Payload)]
    [InlineData(Fitted)]
    public async Task AreWorkedOnOrRefused(string payload)
    {
        using var directory = new TemporaryDirectory();
        directory.Write("imgs/a.png", Png.Noise(4, 4));
        var random = new Random(8);
        using var backend = Backend.OnDirectory(EmbeddedStore.OpenOrCreate(directory.Path, TimeProvider.System, random));
        var function = new SubmitFunction(new() { Root = directory.Path, Aws = null }, backend, TimeProvider.System, random);
        var unforeseen = new List<string>();
        foreach (var text in HostileJson.Of(payload, random, 300 + (10 * LongTests.Cases)))
        {
            var invocation = new Invocation("request", TimeProvider.System.GetUtcNow().AddMinutes(15), null);
            try
            {
                await function.HandleAsync(new(invocation, Encoding.UTF8.GetBytes(text)), TestContext.Current.CancellationToken);
            }
            catch (Exception exception) when (!Refusals.Contains(exception.GetType()))
            {
                unforeseen.Add($"{text}: {exception}");
            }
            catch (Exception exception)
            {
                Assert.NotEmpty(exception.Message);
            }
        }

        Assert.Empty(unforeseen.DistinctBy(text => text[text.LastIndexOf("}: ", StringComparison.Ordinal)..].Split(" in ")[0]));

        Assert.Equal(Png.Noise(4, 4), directory.Read("imgs/a.png"));
    }
}
