using ImgCompress.Engine.Imaging.Formats.Jpeg;
using ImgCompress.Tests.Fixtures.Images;
using Xunit;

namespace ImgCompress.Tests.Imaging;

/// <summary>The encoder stores chroma in full or at a quarter (4:2:0): stored otherwise, it comes out in full.</summary>
public sealed class JpegOfHalfChroma
{
    /// <summary>48 × 32 pixels by cjpeg.</summary>
    private static readonly Dictionary<string, string> Files = new(StringComparer.Ordinal)
    {
        ["4:2:2"] =
            "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4z"
            + "NDL/2wBDAQkJCQwLDBgNDRgyIRwhMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjL/wAARCAAgADADASEAAhEB"
            + "AxEB/8QAGwAAAwACAwAAAAAAAAAAAAAABAUGAAcBAgP/xAAjEAABAwQCAgMBAAAAAAAAAAABAAMEAgYRIhIxITIFFKFB/8QAGAEAAwEBAAAAAAAAAAAA"
            + "AAAABQYHBAP/xAAfEQABBAIDAQEAAAAAAAAAAAABAAIDBQQREhMxISP/2gAMAwEAAhEDEQA/ANnxpDAA8he7slnj2EFuchzSQuVdG/qSKe+yc+Qp2S4y"
            + "aj0laHnK9L12x4JWRizyHSpfjiyMdJxwMN2toTWB/YoaPdBwN0RXc5NPustvFykIVnrqz8fEpmXGTnZJXrhPL2XWnqubgdJXvq/RK7x7hPIbKhgXIRjZ"
            + "UWKrEcfiC1dfuRRcVt8gdo7675p/qnORIJZVZMF7BCgpMR7B8FKHor2einqgx26BSbfys2Vwyw8KuinERt4Y7TVnSsiiQqoe0yLYcK2gQNE3otccfT8U"
            + "DxJi+XaM4llqH1CybXpAOiSSbapBOn4qdUz9bAUlXtkS4/ULTbtIq9Uxi2+PGqx3lvxYRtY6WwPYF//Z",
        ["4:4:0"] =
            "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4z"
            + "NDL/2wBDAQkJCQwLDBgNDRgyIRwhMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjL/wAARCAAgADADARIAAhEB"
            + "AxEB/8QAFQABAQAAAAAAAAAAAAAAAAAABwb/xAAjEAABAwQCAgMBAAAAAAAAAAABAAMEAgYRIhIxITIFFKFB/8QAGQEBAQADAQAAAAAAAAAAAAAABgUC"
            + "AwQH/8QAIBEAAQQDAAIDAAAAAAAAAAAAAQADBAUCESEGEhMVMf/aAAwDAQACEQMRAD8AT40hgAeQjOPdBwN1qnZZ470VtgUj2glN2Szx7CNK7nJp90Tk"
            + "l7I8KvfSu+qrp77Jz5CO5lxk52XNhAkOlRJ1O6AqKS4yaj0oN64Ty9lbieOv5/qGTKp0FXkYs8h0oaPcJ5DZJI3izmuhT26t72S98cWRjpQUC5CMbKkK"
            + "AtjqRwap46UXFbfIHaRIVtAgaIG9bfKV6HBuGQFE/XfNP9SbRa44+n4s47gzPVWyu2RiiWTEewfBShJtekA6JXAwb5sI5YXjXUMPRXs9FJkm2qQTp+Jf"
            + "FeYbHUJmXTRKMmWHhV0Uh027SKvVdTtzHaC5Gbdo5KUiNvDHavItvjxqjU/yhnHeilddatcX/9k=",
        ["4:1:1"] =
            "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4z"
            + "NDL/2wBDAQkJCQwLDBgNDRgyIRwhMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjL/wAARCAAgADADAUEAAhEB"
            + "AxEB/8QAGwAAAgIDAQAAAAAAAAAAAAAAAAUEBgECBwP/xAAjEAABAwQCAgMBAAAAAAAAAAABAAMEAgYRIhIxITIFFKFB/8QAGAEBAQEBAQAAAAAAAAAA"
            + "AAAABQYHAgT/xAAlEQABBAECBQUAAAAAAAAAAAABAAIDBQQRFAYSEyFhIzFBcYH/2gAMAwEAAhEDEQA/AOnxpDAA8he7slnj2EinvsnPkKuyXGTUelIW"
            + "0jpMzkCKsmPFeERizyHSsvxxZGOkIVNh4jhEEXVB/QVGj3QcDdSK7nJp90pmXGTnZJXrhPL2R7MLr2X6tAtq4CuHb4W8e4TyGysMC5CMbIQtG2AjaGoa"
            + "ortYPZUuK2+QO1O+u+af6oUmI9g+ClD0V7PRUvQNbLnF3lW11IwVw+lhlh4VdFOIjbwx2hCt7LJZHKG+ETSuacZdDhW0CBom9Frjj6fiiybXpAOiSSba"
            + "pBOn4s64Un9QvKGvLI7Ad1Fpt2kVeqYxbfHjVCF1e3BGURqvDR2B2y//2Q==",
    };

    public static TheoryData<string> Forms => [.. Files.Keys];

    [Theory]
    [MemberData(nameof(Forms))]
    public void GetsItInFull(string form)
    {
        var file = Convert.FromBase64String(Files[form]);
        Assert.Equal(
            form switch { "4:2:2" => (2, 1), "4:4:0" => (1, 2), _ => (4, 1) }, Resizing.Header<JpegHeader>(file).Subsampling);
        var after = Resizing.Resize(file, Resizing.Same with { Quality = 95 });
        Assert.Equal((1, 1), Resizing.Header<JpegHeader>(after).Subsampling);
        var (before, now) = (Pictures.Decode(file).Samples, Pictures.Decode(after).Samples);
        Assert.Equal(before.Length, now.Length);
        Assert.All(now, (sample, i) => Assert.InRange(sample - before[i], -16, 16));
        Assert.Equal((1, 1), Resizing.Header<JpegHeader>(Resizing.Resize(file)).Subsampling);
    }
}
