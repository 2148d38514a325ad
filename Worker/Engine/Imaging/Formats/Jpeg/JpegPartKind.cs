namespace ImgCompress.Engine.Imaging.Formats.Jpeg;

/// <summary>What becomes of a piece behind a JPEG's end marker.</summary>
internal enum JpegPartKind
{
    /// <summary>Padding, rubbish, or a preview of the old picture.</summary>
    Dropped,

    /// <summary>It goes behind the new picture byte for byte: a video, notes, text.</summary>
    Carried,

    /// <summary>AFCP's tags: carried, with the offsets in them put right, which count from the file's beginning.</summary>
    Afcp,

    /// <summary>A picture that is resized, too: one of <see cref="ImageHeader.Further"/>.</summary>
    Picture,
}
