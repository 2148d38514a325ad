using System.ComponentModel;
using System.Diagnostics;
using ImgCompress.Tests.Fixtures;
using Xunit;

namespace ImgCompress.Tests.Template;

[Trait("Speed", "Slow")]
public sealed class LintedTemplate
{
    [Fact]
    public async Task HasNoFinding()
    {
        using var lint = Start();
        var output = lint.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await lint.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await lint.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("", $"{await output}{error}".Trim());
        Assert.Equal(0, lint.ExitCode);
    }

    private static Process Start()
    {
        try
        {
            return Process.Start(new ProcessStartInfo("cfn-lint", ["--include-checks", "I", "--", Repository.PathOf("template.yaml")])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            })!;
        }
        catch (Win32Exception)
        {
            Assert.Skip("cfn-lint is not installed (pip install cfn-lint)");
            throw;
        }
    }
}
