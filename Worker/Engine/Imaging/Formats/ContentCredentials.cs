namespace ImgCompress.Engine.Imaging.Formats;

/// <summary>
/// Content credentials (C2PA 2.2, appendix A.3): who made a picture, and how. They are signed for the bytes of their file, and would say
/// of a new one that it was tampered with; so every format drops them.
/// </summary>
internal static class ContentCredentials
{
    /// <summary>The first bytes of a JUMBF box in which its label must stand.</summary>
    private const int LabelWithin = 128;

    /// <summary>What a <c>uuid</c> box of an ISO file begins with that holds them.</summary>
    public static ReadOnlySpan<byte> BoxId =>
        [0xD8, 0xFE, 0xC3, 0xD6, 0x1B, 0x0E, 0x48, 0x3C, 0x92, 0x97, 0x58, 0x28, 0x87, 0x7E, 0xC4, 0x81];

    /// <summary>Whether a segment of a JPEG holds the first part of them: a box in APP11 (ISO/IEC 19566-5, annex D).</summary>
    public static bool BeginIn(byte marker, ReadOnlySpan<byte> body) =>
        marker == 0xEB && body.StartsWith("JP"u8) && body[..Math.Min(body.Length, LabelWithin)].IndexOf("c2pa"u8) >= 0;
}
