using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats;

/// <summary>What a file's own header says: enough to estimate, and to write the same encoded form again.</summary>
internal abstract record ImageHeader
{
    /// <summary>Width of one frame, in pixels, as encoded; at least 1.</summary>
    public required int Width { get; init; }

    /// <summary>Height of one frame, in pixels, as encoded; at least 1.</summary>
    public required int Height { get; init; }

    /// <summary>The picture is shown turned by a quarter: its width is then the encoded height.</summary>
    public bool IsTurned { get; init; }

    /// <summary>The size of one frame, in pixels, as it is shown.</summary>
    public (int Width, int Height) ShownSize => IsTurned ? (Height, Width) : (Width, Height);

    /// <summary>Frames of an animation or pages; 1 for a still image.</summary>
    public int Frames { get; init; } = 1;

    /// <summary>
    /// Interleaved samples a pixel once decoded, 1 to 4. Where the header cannot tell (<see cref="AlphaUnknownUntilDecoded"/>), the
    /// most.
    /// </summary>
    public required int Channels { get; init; }

    /// <summary>Bytes of one decoded sample: 1, 2, or, of a number of single or double precision, 4 or 8.</summary>
    public int BytesPerSample { get; init; } = 1;

    /// <summary>The last decoded channel is alpha.</summary>
    public bool HasAlpha { get; init; }

    /// <summary>Only the decoder knows whether there is alpha.</summary>
    public virtual bool AlphaUnknownUntilDecoded => false;

    /// <summary>The four channels are inks.</summary>
    public bool IsCmyk { get; init; }

    /// <summary>Pictures in the file beside this one that are resized with it, in their order.</summary>
    public IReadOnlyList<FurtherPicture> Further { get; init; } = [];

    /// <summary>The shape of the decoded rows, as far as the header tells it.</summary>
    public RowShape Shape => new(Width, Height, Frames, Channels, BytesPerSample, HasAlpha);

    /// <summary>What in the file would be lost or left wrong beside its picture; null of nothing. Stripped, it goes anyway.</summary>
    public Failure? Unkept { get; init; }

    /// <summary>The file has content credentials (C2PA), which are dropped.</summary>
    public bool HasCredentials { get; init; }

    /// <summary>Pixels of all frames.</summary>
    public long Pixels => (long)Width * Height * Frames;

    /// <summary>Bytes of all decoded frames.</summary>
    public long DecodedBytes => Pixels * Channels * BytesPerSample;
}
