using ImgCompress.Engine.Imaging.Formats;
using ImgCompress.Engine.Imaging.Pixels;
using NetVips;

namespace ImgCompress.Engine.Imaging.Vips;

/// <summary>A format that libvips decodes, too: rows come out as they are asked for, where the format lets it.</summary>
internal abstract class VipsFormat<THeader> : VipsEncodedFormat<THeader>
    where THeader : ImageHeader
{
    /// <summary>The operation that reads a file from a source.</summary>
    protected abstract string Loader { get; }

    /// <summary>
    /// The loader's options. A warning is damage: libjpeg, for one, goes on with grey blocks after damaged entropy data, and only warns.
    /// </summary>
    protected virtual VOption LoaderOptions() => new() { { "access", Enums.Access.Sequential }, { "fail_on", Enums.FailOn.Warning } };

    protected override DecodedImage Decode(ReadOnlyMemory<byte> file, THeader header, CancellationToken cancellationToken) =>
        VipsRowSource.Open(file, header, Loader, LoaderOptions());
}
