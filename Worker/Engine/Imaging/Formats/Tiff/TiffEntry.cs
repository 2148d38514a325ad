namespace ImgCompress.Engine.Imaging.Formats.Tiff;

/// <summary>An entry of a TIFF directory.</summary>
/// <param name="Tag">Names what the values say.</param>
/// <param name="Kind">The type of its values, 1 to 18.</param>
/// <param name="Count">How many values.</param>
/// <param name="At">Where the values stand, be it in the entry or elsewhere; all of them are in the file.</param>
internal readonly record struct TiffEntry(TiffTag Tag, int Kind, long Count, long At)
{
    public int ValueBytes => BytesOf(Kind);

    /// <summary>Bytes of one value of a type; 0 for a type that TIFF and BigTIFF do not know.</summary>
    public static int BytesOf(int kind) => kind switch
    {
        1 or 2 or 6 or 7 => 1,
        3 or 8 => 2,
        4 or 9 or 11 or 13 => 4,
        5 or 10 or 12 or 16 or 17 or 18 => 8,
        _ => 0,
    };
}
