namespace ImgCompress.Files;

/// <summary>What the state directory of a root is opened for.</summary>
public enum StateUse
{
    /// <summary>To read from it, whoever it belongs to.</summary>
    Look,

    /// <summary>To write in it, which takes that it is our own.</summary>
    Use,

    /// <summary>The same, and it is made where it is missing.</summary>
    Create,
}
