namespace ImgCompress.Contracts;

/// <summary>The five resampling filters, by the names of the Rust crate <c>image</c>.</summary>
public enum Filter
{
    /// <summary>exp(−2x²), support 3. The default.</summary>
    Gaussian,

    /// <summary>The one sample under the centre, support 0.</summary>
    Nearest,

    /// <summary>Linear, support 1.</summary>
    Triangle,

    /// <summary>Cubic with B = 0 and C = ½, support 2.</summary>
    CatmullRom,

    /// <summary>Sinc windowed by sinc, support 3.</summary>
    Lanczos3,
}
