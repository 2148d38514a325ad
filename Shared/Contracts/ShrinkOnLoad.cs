namespace ImgCompress.Contracts;

/// <summary>How much smaller a decoder may make a picture as it decodes it, where it can, before the filter does the rest.</summary>
public enum ShrinkOnLoad
{
    /// <summary>As far as the result stays near the exact one. The default.</summary>
    Near,

    /// <summary>Not at all: the filter sees every sample.</summary>
    Exact,

    /// <summary>As far as twice the new size is left.</summary>
    Fast,
}
