namespace ImgCompress.Engine.Imaging.Formats;

/// <summary>What becomes of a frame's area before the next frame is drawn.</summary>
internal enum FrameDisposal
{
    /// <summary>It stays.</summary>
    Keep,

    /// <summary>It becomes transparent: all browsers read a GIF's background colour in this way.</summary>
    Clear,

    /// <summary>It becomes what it was before the frame.</summary>
    Restore,
}
