namespace ImgCompress.Files;

/// <summary>The root that a directory lies in.</summary>
/// <param name="Location">The root's full path, without links.</param>
/// <param name="Below">
/// The directory below it, as the file system itself names it, joined by '/'; empty: it is the root. The same for one directory by
/// whatever path it is reached: a link, another mount, letters of another case.
/// </param>
public sealed record FoundRoot(string Location, string Below);
