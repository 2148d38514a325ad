using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Pixels;
using ImgCompress.Tests.Fixtures.Resampling;
using Xunit;

namespace ImgCompress.Tests.Imaging.Resampling;

public sealed class EveryMachine
{
    /// <summary>Of the results below. Another hash means other bytes from the same image and spec: a machine that reckons
    /// differently, or a change that makes every file of a finished job a changed one.</summary>
    private const string Sha256 = "92F373CD718C5B9EE52E7867EC49433587574CD0EDD6EA73C42262A4A6254F7D";

    [Fact]
    public void MakesTheSameBytes()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var filter in Enum.GetValues<Filter>())
        {
            for (var kind = 0; kind < 16; kind++)
            {
                // Sixteen bits show the last bits of a sum.
                var shape = new RowShape(204, 56, Frames: 1, 1 + (kind % 4), 1 + (kind / 4 % 2), HasAlpha: kind % 2 == 1 && kind >= 8);
                var samples = SyntheticImage.Create(shape.Width, shape.FrameHeight, shape.Channels);
                var values = Array.ConvertAll(samples, sample => shape.BytesPerSample == 1 ? sample : (sample * 257) ^ (sample << 3));
                foreach (var (width, height) in ((int, int)[])[(102, 28), (29, 8), (612, 168)])
                {
                    var resized = Samples.Resize(shape, values, width, height, filter);
                    hash.AppendData(MemoryMarshal.AsBytes(resized.AsSpan()));
                }
            }
        }

        Assert.Equal(Sha256, Convert.ToHexString(hash.GetHashAndReset()));
    }
}
