using ImgCompress.Configuration;

namespace ImgCompress.Enqueuer.Running;

/// <summary>The directory that results go to instead of their originals' own.</summary>
internal static class OutputDirectory
{
    /// <summary>Refuses the directory of the originals itself, under whichever name.</summary>
    /// <param name="directory">The originals' directory.</param>
    /// <param name="output">Where the results are to go; it need not be there yet.</param>
    /// <exception cref="UsageException">They are one and the same.</exception>
    public static void RefuseSame(string directory, string output)
    {
        var machine = Machine.Here();
        if (machine.RealPath(Path.GetFullPath(directory)) == machine.RealPath(Path.GetFullPath(output)))
        {
            throw new UsageException(
                $"--output '{output}' is the directory of the originals itself; give another one, or leave it out to resize in place");
        }
    }
}
