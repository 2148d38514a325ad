namespace ImgCompress.Worker.Imaging;

/// <summary>The codec of this build: its project file says which class <c>ChosenCodec</c> is.</summary>
internal static class Codec
{
    public static IImageCodec Chosen { get; } = new ChosenCodec();
}
