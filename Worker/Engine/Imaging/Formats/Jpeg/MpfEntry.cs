namespace ImgCompress.Engine.Imaging.Formats.Jpeg;

/// <summary>A picture that an MPF index names.</summary>
/// <param name="Type">24 bits (CIPA DC-007, table 4).</param>
/// <param name="Length">Its bytes, as the index says.</param>
/// <param name="Offset">Where it begins in the file, as the index says.</param>
internal readonly record struct MpfEntry(uint Type, long Length, long Offset)
{
    public const uint MainPicture = 0x030000;

    /// <summary>A large thumbnail, of VGA size, of full HD and beyond.</summary>
    public bool IsPreview => Type >> 16 == 0x01;

    /// <summary>A picture of a panorama, of two for both eyes, or of several angles: seen by itself.</summary>
    public bool IsPicture => Type >> 16 == 0x02;

    public bool IsGainMap => Type == 0x050000;
}
