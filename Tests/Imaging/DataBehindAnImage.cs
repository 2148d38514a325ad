using ImgCompress.Tests.Fixtures.Images;
using Xunit;

namespace ImgCompress.Tests.Imaging;

public sealed class DataBehindAnImage
{
    [Theory]
    [InlineData("png")]
    [InlineData("animated png")]
    [InlineData("webp")]
    [InlineData("gif")]
    [InlineData("bmp")]
    public void IsNoPartOfIt(string form)
    {
        var file = KeptForms.All[form]();
        Assert.Equal(Resizing.Resize(file), Resizing.Resize([.. file, .. "PK\x03\x04 and more"u8]));
    }
}
