namespace ImgCompress.Engine.Imaging.Formats;

/// <summary>The namespaces of XMP that are looked into.</summary>
internal static class XmpNames
{
    public const string Tiff = "http://ns.adobe.com/tiff/1.0/";
    public const string Exif = "http://ns.adobe.com/exif/1.0/";

    /// <summary>stDim, the type of a width and a height.</summary>
    public const string Dimensions = "http://ns.adobe.com/xap/1.0/sType/Dimensions#";

    /// <summary>hdrgm.</summary>
    public const string GainMap = "http://ns.adobe.com/hdr-gain-map/1.0/";

    /// <summary>HDRGainMap, Apple's.</summary>
    public const string AppleGainMap = "http://ns.apple.com/HDRGainMap/1.0/";

    /// <summary>apdi: what an auxiliary picture of Apple's is.</summary>
    public const string ApplePixelData = "http://ns.apple.com/pixeldatainfo/1.0/";

    /// <summary>GPano, photo spheres and panoramas.</summary>
    public const string Panorama = "http://ns.google.com/photos/1.0/panorama/";

    /// <summary>GCamera.</summary>
    public const string Camera = "http://ns.google.com/photos/1.0/camera/";

    /// <summary>The items of a Container:Directory.</summary>
    public const string Item = "http://ns.google.com/photos/1.0/container/item/";

    /// <summary>The items of a Container:Directory in the earlier, dynamic depth format.</summary>
    public const string DynamicDepthItem = "http://ns.google.com/photos/dd/1.0/item/";

    /// <summary>xmpNote: which extended packet goes with a packet in a JPEG.</summary>
    public const string Note = "http://ns.adobe.com/xmp/note/";

    /// <summary>GDepth.</summary>
    public const string DepthMap = "http://ns.google.com/photos/1.0/depthmap/";

    /// <summary>GImage, a second picture inside XMP.</summary>
    public const string SecondImage = "http://ns.google.com/photos/1.0/image/";
}
