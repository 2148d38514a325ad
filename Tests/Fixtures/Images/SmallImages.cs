namespace ImgCompress.Tests.Fixtures.Images;

/// <summary>Small images of forms that are long-winded to write by hand, as files of them.</summary>
internal static class SmallImages
{
    /// <summary>A GIF of 2 × 2 pixels.</summary>
    public static byte[] Gif { get; } = Convert.FromBase64String(
        "R0lGODlhAgACAPAAAP8AAAAA/ywAAAAAAgACAAACAkQKADs=");

    /// <summary>A JPEG's header that says how large the image is, and no image behind it.</summary>
    public static byte[] JpegHeader(int width, int height) =>
    [
        0xFF, 0xD8, 0xFF, 0xE0, 0, 16, .. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0,
        0xFF, 0xDB, 0, 67, 0, .. Enumerable.Repeat((byte)16, 64),
        0xFF, 0xC0, 0, 17, 8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width,
        3, 1, 0x22, 0, 2, 0x11, 0, 3, 0x11, 0,
        0xFF, 0xDA, 0, 12, 3, 1, 0, 2, 0x11, 3, 0x11, 0, 63, 0,
        0xFF, 0xD9,
    ];

    /// <summary>The beginning of a HEIC.</summary>
    public static byte[] Heic { get; } = [0, 0, 0, 24, .. "ftypheic\0\0\0\0mif1heic"u8];
}
