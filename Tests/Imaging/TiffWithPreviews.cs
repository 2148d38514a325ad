using System.Buffers.Binary;
using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Formats.Tiff;
using ImgCompress.Tests.Fixtures.Images;
using Xunit;

namespace ImgCompress.Tests.Imaging;

/// <summary>Pictures in directories below a page: smaller ones of the same picture go, and others are refused.</summary>
public sealed class TiffWithPreviews
{
    private const int Width = 64;
    private const int Height = 48;
    private const ushort SubIfds = 330;

    [Theory]
    [InlineData(4, new[] { 32, 24 })]
    [InlineData(13, new[] { 32, 24 })]
    [InlineData(13, new[] { 32, 24, 16, 12, 8, 6 })]
    [InlineData(4, new[] { 7, 5 })]
    public void LosesThem(ushort kind, int[] sizes)
    {
        var after = Resizing.Resize(WithPictures(kind, reduced: true, sizes));
        Assert.Equal(Pictures.Decode(Resizing.Resize(Picture().Build())).Samples, Pictures.Decode(after).Samples);
        Assert.DoesNotContain(TiffFile.Read(after).Pages[0], e => e.Tag is TiffTag.SubIfds);
    }

    [Theory]
    [InlineData(false, new[] { 32, 24 })]
    [InlineData(true, new[] { 24, 24 })]
    [InlineData(true, new[] { 128, 96 })]
    [InlineData(true, new[] { 32, 24, 24, 32 })]
    public void IsRefusedWhereTheyAreOthers(bool reduced, int[] sizes)
    {
        var failure = Resizing.Refusal(WithPictures(13, reduced, sizes));
        Assert.Equal(FailureReason.Unsupported, failure.Reason);
        Assert.Contains("sub-IFD", failure.Detail, StringComparison.Ordinal);
    }

    private static TiffBuilder Picture() => TiffBuilder.Of(
        [.. Enumerable.Range(0, Width * Height * 3).Select(i => (byte)((i * 7) ^ (i / 50)))], Width, Height, 3);

    /// <summary>Each of a width and a height, in a directory behind the file.</summary>
    private static byte[] WithPictures(ushort kind, bool reduced, int[] sizes)
    {
        var count = sizes.Length / 2;
        byte[] With(int[] places) => Picture().Entry(SubIfds, kind, count, [.. places.SelectMany(BitConverter.GetBytes)]).Build();
        const int DirectoryBytes = 2 + (3 * 12) + 4;
        var end = With(new int[count]).Length;
        var file = With([.. Enumerable.Range(0, count).Select(i => end + (i * DirectoryBytes))]).ToList();
        for (var i = 0; i < count; i++)
        {
            var directory = new byte[DirectoryBytes];
            directory[0] = 3;
            Entry(0, 254, reduced ? 1 : 0);
            Entry(1, 256, sizes[2 * i]);
            Entry(2, 257, sizes[(2 * i) + 1]);
            file.AddRange(directory);

            void Entry(int at, ushort tag, int value)
            {
                var entry = directory.AsSpan(2 + (12 * at));
                BinaryPrimitives.WriteUInt16LittleEndian(entry, tag);
                entry[2] = 4;
                entry[4] = 1;
                BinaryPrimitives.WriteInt32LittleEndian(entry[8..], value);
            }
        }

        return [.. file];
    }
}
