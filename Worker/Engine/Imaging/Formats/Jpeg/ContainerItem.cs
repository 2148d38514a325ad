namespace ImgCompress.Engine.Imaging.Formats.Jpeg;

/// <summary>
/// An item of a Container:Directory in XMP (Android's Ultra HDR and motion photo formats): a file that stands behind the main picture.
/// </summary>
/// <param name="Number">The list item's number in the packet.</param>
/// <param name="Semantic">What it is: <c>Primary</c>, <c>GainMap</c>, <c>MotionPhoto</c>, …; of dynamic depth, its data URI.</param>
/// <param name="Length">Its bytes; the main picture has mostly none.</param>
/// <param name="Padding">Bytes between it and the next.</param>
internal readonly record struct ContainerItem(int Number, string Semantic, long Length, long Padding)
{
    public bool IsPrimary => Semantic is "Primary" or "primary_image";
}
