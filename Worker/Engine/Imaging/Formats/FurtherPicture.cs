namespace ImgCompress.Engine.Imaging.Formats;

/// <summary>A picture that stands in a file beside the main one, whole and in the same format, and is resized with it.</summary>
/// <param name="Offset">Where it begins in the file.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Header">What its own header says; without further pictures.</param>
/// <param name="IsAuxiliary">
/// It is never seen by itself, but tells something of the main picture's pixels, as a gain map does: it keeps its own quality.
/// </param>
internal sealed record FurtherPicture(int Offset, int Length, ImageHeader Header, bool IsAuxiliary)
{
    public ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> file) => file.Slice(Offset, Length);
}
