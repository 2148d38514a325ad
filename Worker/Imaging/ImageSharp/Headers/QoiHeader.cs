using ImgCompress.Worker.Imaging.Headers;

namespace ImgCompress.Worker.Imaging.ImageSharp.Headers;

/// <summary>A QOI's 14 bytes.</summary>
internal sealed record QoiHeader : ImageHeader
{
    public override ImageFormat Format => ImageFormat.Qoi;

    public override int MaxSide => int.MaxValue;

    /// <summary>All channels are linear; else sRGB with linear alpha.</summary>
    public required bool Linear { get; init; }
}
