using System.IO.Enumeration;

namespace ImgCompress.Files;

/// <summary>
/// Names of what systems and network storage keep for themselves beside people's files: previews, indexes, resource forks, recycle
/// bins. Some end like an image's name, and are none, or are pictures that nobody wants resized. Case does not matter.
/// </summary>
public static class SystemNames
{
    private static readonly string[] Files =
    [
        // macOS: the resource fork of a file on a file system without forks, and what the Finder keeps.
        "._*", ".DS_Store", ".localized", "Icon\r",

        // Windows' Explorer, and KDE's.
        "Thumbs.db", "ehthumbs.db", "ehthumbs_vista.db", "desktop.ini", ".directory",
    ];

    private static readonly string[] Directories =
    [
        // macOS, also on network storage (netatalk) and in archives.
        ".Trashes", ".Spotlight-V100", ".fseventsd", ".TemporaryItems", ".DocumentRevisions-V100", ".AppleDouble", ".AppleDB",
        ".AppleDesktop", "__MACOSX",

        // Synology, QNAP, and snapshots of others.
        "@eaDir", "#recycle", "#snapshot", ".@__thumb", "@__thumb", "@Recycle", "@Recently-Snapshot", ".snapshot", ".zfs",

        // Windows, Linux and its desktops.
        "$RECYCLE.BIN", "System Volume Information", "lost+found", ".Trash", ".Trash-*", ".thumbnails",
    ];

    /// <summary>Whether a file of this name, or a glob that names such files, is meant.</summary>
    public static bool MatchFile(string name) => Matches(Files, name);

    /// <summary>Whether a directory of this name, or a glob that names such directories, is meant.</summary>
    public static bool MatchDirectory(string name) => Matches(Directories, name);

    private static bool Matches(string[] patterns, string name) =>
        Array.Exists(patterns, pattern => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: true));
}
