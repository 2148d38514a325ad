namespace ImgCompress.Engine.Imaging.Formats.Png;

/// <summary>What makes a PNG an animated one (APNG).</summary>
/// <param name="Plays">How often all is shown; 0 for ever.</param>
/// <param name="Frames">In the order of the file, the first one being its default image.</param>
internal sealed record PngAnimation(uint Plays, IReadOnlyList<PngFrame> Frames);
