using System.Buffers.Binary;
using ImgCompress.Engine.Imaging.Formats;
using ImgCompress.Engine.Imaging.Formats.Avif;
using ImgCompress.Tests.Fixtures.Images;
using Xunit;

namespace ImgCompress.Tests.Imaging;

/// <summary>What an AVIF says of its picture beside metadata, and does not say of the new one.</summary>
public sealed class AvifWithMoreThanItsPicture
{
    /// <summary>One, with and without alpha of its own, coded or put together from others: all of it is of the old picture.</summary>
    [Theory]
    [InlineData("av01")]
    [InlineData("av01, with alpha")]
    [InlineData("grid")]
    public void LosesItsThumbnail(string kind)
    {
        var file = Avifs.Encode();
        var withThumbnail = WithThumbnail(file, kind[..4], kind.Contains("alpha", StringComparison.Ordinal));
        Assert.True(AvifFile.Read(withThumbnail).Items.Count > 1);
        Assert.Equal(Resizing.Resize(file), Resizing.Resize(withThumbnail));
    }

    [Fact]
    public void LosesItsGroupsItsFreeSpaceAndTheNameOfItsHandler()
    {
        var file = Avifs.Encode();
        byte[] group = [0, 0, 0, 32, .. "grpl"u8, 0, 0, 0, 24, .. "altr"u8, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 1, 0, 0, 0, 1];
        var grouped = InDescription([.. file, 0, 0, 0, 12, .. "free"u8, 1, 2, 3, 4], group);
        var name = file.AsSpan().IndexOf("pict"u8) + 16;
        byte[] named = [.. grouped[..name], (byte)'x', .. grouped[(name + 1)..]];
        Assert.Contains("altr", System.Text.Encoding.Latin1.GetString(named), StringComparison.Ordinal);
        Assert.Equal(Resizing.Resize(file), Resizing.Resize(named));
    }

    [Fact]
    public void LosesWhatTellsItsLayers()
    {
        var file = Avifs.Encode();
        byte[] layers = [0, 0, 40, 0, 0, 0, 0];
        foreach (var type in (string[])["a1lx", "lsel", "a1op"])
        {
            byte[] body = type switch { "a1lx" => layers, "lsel" => [0xFF, 0xFF], _ => [0] };
            var after = Resizing.Resize(Avifs.With(file, [new(type, body, Essential: type is not "a1lx")]));
            Assert.Empty(Avifs.Bodies(after, AvifFile.Read(after).Primary, type));
        }
    }

    private static byte[] WithThumbnail(byte[] file, string type, bool hasAlpha)
    {
        var bytes = new HeaderBytes(file);
        var picture = AvifFile.Read(file).Primary;
        var properties = picture.Properties.Select(p => new AvifWriter.Property(
            p.Box.Type, file[(int)p.Box.Body..(int)p.Box.End], p.Essential)).ToList();
        var writer = new AvifWriter(file.AsSpan(0, (int)AvifFile.Read(file).Top[0].End));
        var primary = writer.Add(bytes, picture, properties);
        if (type is "av01")
        {
            var thumbnail = writer.Add(bytes, picture, properties);
            writer.Refer("thmb", thumbnail, primary);
            if (hasAlpha)
            {
                byte[] alpha = [0, 0, 0, 0, .. "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0"u8];
                writer.Refer("auxl", writer.Add(bytes, picture, [.. properties, new("auxC", alpha, Essential: true)]), thumbnail);
            }

            return writer.Write();
        }

        var info = "grid\0"u8.ToArray();
        var grid = new AvifItem { Id = 9, Type = "grid", Flags = 0, Info = (0, info.Length) };
        byte[] layout = [0, 0, 0, 0, 0, Pictures.Width, 0, Pictures.Height];
        var together = writer.Add(new(info), grid, properties.Where(p => p.Type is "ispe"), layout);
        writer.Refer("thmb", together, primary);
        writer.Refer("dimg", together, writer.Add(bytes, picture, properties));
        return writer.Write();
    }

    /// <summary>A box at the end of the meta box; what stands behind it, and is told by its place, moves.</summary>
    private static byte[] InDescription(byte[] file, byte[] box)
    {
        var avif = AvifFile.Read(file);
        var meta = avif.Top.Single(b => b.Type is "meta");
        byte[] longer = [.. file[..(int)meta.End], .. box, .. file[(int)meta.End..]];
        BinaryPrimitives.WriteInt32BigEndian(longer.AsSpan((int)meta.Body - 8), (int)(meta.End - meta.Body) + 8 + box.Length);
        foreach (var (at, _) in avif.Items.Values.SelectMany(item => item.Extents))
        {
            var place = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(place, (int)at);
            BinaryPrimitives.WriteInt32BigEndian(longer.AsSpan(file.AsSpan(0, (int)meta.End).IndexOf(place)), (int)at + box.Length);
        }

        return longer;
    }
}
