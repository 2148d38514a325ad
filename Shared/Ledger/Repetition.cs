using ImgCompress.Contracts;

namespace ImgCompress.Ledger;

/// <summary>What a job does with a file whose content an earlier job left: the same at the scan and in the worker.</summary>
public enum Repetition
{
    /// <summary>It works on it: nothing that it would do has been done.</summary>
    Work,

    /// <summary>It leaves it alone: what it asks for has been done.</summary>
    Unchanged,

    /// <summary>It would scale what has been scaled, which takes <see cref="JobOptions.Again"/>.</summary>
    ScalesAgain,
}
