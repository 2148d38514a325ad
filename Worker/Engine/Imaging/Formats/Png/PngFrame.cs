namespace ImgCompress.Engine.Imaging.Formats.Png;

/// <summary>A frame of an animated PNG: its fcTL, and where its data stands (PNG third edition, section 11.3.6).</summary>
internal sealed record PngFrame
{
    /// <summary>Its place, within the image.</summary>
    public required FrameArea Area { get; init; }

    public required FrameDisposal Disposal { get; init; }

    /// <summary>It is drawn over what is there by its alpha. Otherwise it takes its place.</summary>
    public required bool Blends { get; init; }

    /// <summary>How long it is shown, as the file says it: a numerator and a denominator, of seconds.</summary>
    public (ushort Numerator, ushort Denominator) Delay { get; init; }

    /// <summary>False of a default image that is no part of the animation: who cannot show animations shows it.</summary>
    public bool IsShown { get; init; } = true;

    /// <summary>The parts of its compressed data.</summary>
    public IReadOnlyList<Range> Data { get; init; } = [];
}
