using ImgCompress.Engine.Imaging.Vips;
using NetVips;

namespace ImgCompress.Engine.Imaging.Formats.Avif;

/// <summary>What of an AVIF's metadata libvips takes from the old picture and writes with the new one.</summary>
internal static class AvifMetadata
{
    private const string Profile = "icc-profile-data";
    private const string Exif = "exif-data";
    private const string Xmp = "xmp-data";

    /// <summary>The orientation in the EXIF block, 1 to 8; 1 without one.</summary>
    public static int OrientationOf(Image? original) =>
        original?.Contains(Exif) is true ? AvifOrientation.Hide((byte[])original.Get(Exif)) : 1;

    /// <summary>With <paramref name="strip"/> only the ICC profile.</summary>
    public static void Copy(Image? original, VipsRowImage image, bool strip)
    {
        foreach (var name in new[] { Profile, Exif, Xmp }.Where(name => original?.Contains(name) is true && (!strip || name is Profile)))
        {
            var blob = (byte[])original!.Get(name);
            if (name is Exif)
            {
                _ = AvifOrientation.Hide(blob);
            }

            image.SetBlob(name, blob);
        }
    }
}
