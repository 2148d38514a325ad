namespace ImgCompress.Contracts;

/// <summary>Which way the pixels go.</summary>
public enum ScaleOp
{
    /// <summary>Width and height are divided by the factor, rounded down, at least 1.</summary>
    Down,

    /// <summary>Width and height are multiplied by the factor.</summary>
    Up,
}
