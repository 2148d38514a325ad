using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Formats;

namespace ImgCompress.Engine.Imaging;

/// <summary>What an image's header says of it, for one spec.</summary>
public abstract record InspectionResult
{
    private InspectionResult()
    {
    }

    /// <summary>The image can be resized; <see cref="ImageResizer.Resize"/> goes on from here without reading the header again.</summary>
    public sealed record Accepted : InspectionResult
    {
        internal Accepted(ReadOnlyMemory<byte> file, ImageFormat format, ImageHeader header, ResizeSpec spec) =>
            (File, Format, Header, Spec) = (file, format, header, spec);

        /// <summary>The format, which the bytes decide and not the file's name: <c>JPEG</c>.</summary>
        public string FormatName => Format.Name;

        /// <summary>Width of one frame, in pixels, as encoded (before any orientation).</summary>
        public int Width => Header.Width;

        /// <summary>Height of one frame, in pixels, as encoded.</summary>
        public int Height => Header.Height;

        /// <summary>Width of one frame of the new image, in pixels.</summary>
        public required int NewWidth { get; init; }

        /// <summary>Height of one frame of the new image, in pixels.</summary>
        public required int NewHeight { get; init; }

        /// <summary>The size of one frame, in pixels, as it is shown.</summary>
        public (int Width, int Height) ShownSize => Header.ShownSize;

        /// <summary>The size of one frame of the new image, in pixels, as it is shown.</summary>
        public (int Width, int Height) NewShownSize => Header.IsTurned ? (NewHeight, NewWidth) : (NewWidth, NewHeight);

        /// <summary>1, or the number of frames or pages.</summary>
        public int Frames => Header.Frames;

        /// <summary>The file has content credentials (C2PA), which the new one cannot have.</summary>
        public bool DropsCredentials => Header.HasCredentials;

        /// <summary>Pixels of all frames.</summary>
        public long Pixels => Header.Pixels;

        /// <summary>Pixels of all frames of the new image.</summary>
        public long NewPixels => (long)NewWidth * NewHeight * Frames;

        /// <summary>
        /// An upper estimate, in bytes, of what decoding, resizing and encoding will hold at their peak, the file's own bytes included.
        /// </summary>
        public required long PeakBytes { get; init; }

        internal ReadOnlyMemory<byte> File { get; }

        internal ImageFormat Format { get; }

        internal ImageHeader Header { get; }

        internal ResizeSpec Spec { get; }
    }

    /// <summary>The image is no larger than the spec asks for, and is to be left as it is. It may be damaged behind its header.</summary>
    public sealed record Fits : InspectionResult
    {
        private readonly ImageHeader _header;

        internal Fits(ImageFormat format, ImageHeader header) => (FormatName, _header) = (format.Name, header);

        /// <summary>The format, which the bytes decide and not the file's name: <c>JPEG</c>.</summary>
        public string FormatName { get; }

        /// <summary>The size of one frame, in pixels, as it is shown.</summary>
        public (int Width, int Height) ShownSize => _header.ShownSize;

        /// <summary>1, or the number of frames or pages.</summary>
        public int Frames => _header.Frames;
    }

    /// <summary>The image cannot be resized, for a permanent reason.</summary>
    public sealed record Refused(Failure Failure) : InspectionResult;
}
