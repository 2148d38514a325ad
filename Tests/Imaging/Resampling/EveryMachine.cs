using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ImgCompress.Contracts;
using ImgCompress.Worker.Imaging;
using Xunit;

namespace ImgCompress.Tests.Imaging.Resampling;

public sealed class EveryMachine
{
    /// <summary>Of the results below. Another hash means other bytes from the same image and spec: a machine that reckons
    /// differently, or a change that makes every file of a finished job a changed one.</summary>
    private const string Sha256 = "";

    [Fact]
    public void MakesTheSameBytes()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var filter in Enum.GetValues<Filter>())
        {
            for (var channels = 1; channels <= 4; channels++)
            {
                // Sixteen bits, so that the last bits of a sum show.
                var shape = new RowShape(203, 57, Frames: 1, channels, BytesPerSample: 2, HasAlpha: channels is 2 or 4);
                var samples = SyntheticImage.Create(shape.Width, shape.FrameHeight, channels);
                foreach (var (width, height) in ((int, int)[])[(101, 28), (29, 8), (609, 171)])
                {
                    var fine = Array.ConvertAll(samples, sample => (sample * 257) ^ (sample << 3));
                    hash.AppendData(MemoryMarshal.AsBytes(Samples.Resize(shape, fine, width, height, filter).AsSpan()));
                }
            }
        }

        Assert.Equal(Sha256, Convert.ToHexString(hash.GetHashAndReset()));
    }
}
