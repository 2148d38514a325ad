namespace ImgCompress.Worker.Imaging.Headers;

/// <summary>What a file's own header says: enough to refuse, to estimate, and to write the same encoded form again.</summary>
internal abstract record ImageHeader
{
    public abstract ImageFormat Format { get; }

    /// <summary>Of one frame, in pixels, as encoded.</summary>
    public required int Width { get; init; }

    /// <summary>Of one frame, in pixels, as encoded.</summary>
    public required int Height { get; init; }

    public int Frames { get; init; } = 1;

    /// <summary>Interleaved samples a pixel once decoded, 1 to 4. Where the header cannot tell (<see cref="AlphaIsOpen"/>), the most.</summary>
    public required int Channels { get; init; }

    /// <summary>Of a decoded sample: 1 or 2.</summary>
    public int BytesPerSample { get; init; } = 1;

    /// <summary>The last decoded channel is alpha.</summary>
    public bool HasAlpha { get; init; }

    /// <summary>Only the decoder knows whether there is alpha.</summary>
    public virtual bool AlphaIsOpen => false;

    /// <summary>The four channels are inks.</summary>
    public bool IsCmyk { get; init; }

    /// <summary>Greatest width and height that the format can say, in pixels.</summary>
    public abstract int MaxSide { get; }

    /// <summary>Puts the original's metadata into the new file.</summary>
    /// <param name="original">The file that this is the header of.</param>
    /// <param name="encoded">The new picture in the same form; may be written to.</param>
    /// <param name="strip">Only what tells the colours and the orientation.</param>
    public virtual byte[] Carry(ReadOnlySpan<byte> original, byte[] encoded, bool strip) => encoded;

    /// <summary>Bytes of all decoded frames.</summary>
    public long DecodedBytes => (long)Width * Height * Frames * Channels * BytesPerSample;
}
