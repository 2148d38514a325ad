using System.Buffers.Binary;
using ImgCompress.Engine.Imaging.Formats;
using ImgCompress.Engine.Imaging.Formats.Avif;

namespace ImgCompress.Tests.Fixtures.Images;

/// <summary>AVIFs: some of 32 pixels across as another encoder (libavif) writes them, and ways to put others together.</summary>
internal static class Avifs
{
    /// <summary>In Display P3, by code points alone: primaries 12, transfer 13, matrix 6, full range.</summary>
    public static byte[] DisplayP3 { get; } = Convert.FromBase64String(
        "AAAAHGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZgAAAPJtZXRhAAAAAAAAAChoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAbGliYXZpZgAAAAAOcGl0"
        + "bQAAAAAAAQAAAB5pbG9jAAAAAEQAAAEAAQAAAAEAAAEWAAAATgAAAChpaW5mAAAAAAABAAAAGmluZmUCAAAAAAEAAGF2MDFDb2xvcgAAAABqaXBycAAA"
        + "AEtpcGNvAAAAFGlzcGUAAAAAAAAAIAAAACAAAAAQcGl4aQAAAAADDAwMAAAADGF2MUOBQGAAAAAAE2NvbHJuY2x4AAwADQAGgAAAABdpcG1hAAAAAAAA"
        + "AAEAAQQBAoMEAAAAVm1kYXQSAAoJWBE/9jQwNBogMj8WQAkkkkQAzwpBqLi4bq2LU8UV5bmTgxp4Zjs9y3o61cf6zl/LGIGoVHLtOXXrVemluZZsRo+G"
        + "FenQ0gos5XQ=");

    /// <summary>Without colour planes.</summary>
    public static byte[] Grey { get; } = Convert.FromBase64String(
        "AAAAHGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZgAAAPBtZXRhAAAAAAAAAChoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAbGliYXZpZgAAAAAOcGl0"
        + "bQAAAAAAAQAAAB5pbG9jAAAAAEQAAAEAAQAAAAEAAAEUAAAALAAAAChpaW5mAAAAAAABAAAAGmluZmUCAAAAAAEAAGF2MDFDb2xvcgAAAABoaXBycAAA"
        + "AElpcGNvAAAAFGlzcGUAAAAAAAAAIAAAACAAAAAOcGl4aQAAAAABDAAAAAxhdjFDgUB8AAAAABNjb2xybmNseAABAA0ABoAAAAAXaXBtYQAAAAAAAAAB"
        + "AAEEAQKDBAAAADRtZGF0EgAKCVgRP/Y8BDQagDIdFkAkkQDPDO8aoMk5cyYczW4k0chxlVUC7WWgn0A=");

    /// <summary>Shown turned by 90° anticlockwise.</summary>
    public static byte[] Turned { get; } = Convert.FromBase64String(
        "AAAAHGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZgAAAPxtZXRhAAAAAAAAAChoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAbGliYXZpZgAAAAAOcGl0"
        + "bQAAAAAAAQAAAB5pbG9jAAAAAEQAAAEAAQAAAAEAAAEgAAAATgAAAChpaW5mAAAAAAABAAAAGmluZmUCAAAAAAEAAGF2MDFDb2xvcgAAAAB0aXBycAAA"
        + "AFRpcGNvAAAAFGlzcGUAAAAAAAAAIAAAACAAAAAQcGl4aQAAAAADDAwMAAAADGF2MUOBQGAAAAAAE2NvbHJuY2x4AAEADQAGgAAAAAlpcm90AQAAABhp"
        + "cG1hAAAAAAAAAAEAAQUBAoMEhQAAAFZtZGF0EgAKCVgRP/Y0BDQaIDI/FkAJJJJEAM8KQai4uG6ti1PFFeW5k4MaeGY7Pct6OtXH+s5fyxiBqFRy7Tl1"
        + "61XppbmWbEaPhhXp0NIKLOV0");

    /// <summary>32 × 16 pixels of 8 bits, with chroma at half the width and the whole height (4:2:2).</summary>
    public static byte[] HalfChroma { get; } = Convert.FromBase64String(
        "AAAAHGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZgAAAPJtZXRhAAAAAAAAAChoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAbGliYXZpZgAAAAAOcGl0"
        + "bQAAAAAAAQAAAB5pbG9jAAAAAEQAAAEAAQAAAAEAAAEWAAAAVgAAAChpaW5mAAAAAAABAAAAGmluZmUCAAAAAAEAAGF2MDFDb2xvcgAAAABqaXBycAAA"
        + "AEtpcGNvAAAAFGlzcGUAAAAAAAAAIAAAABAAAAAQcGl4aQAAAAADCAgIAAAADGF2MUOBQAgAAAAAE2NvbHJuY2x4AAEADQAGgAAAABdpcG1hAAAAAAAA"
        + "AAEAAQQBAoMEAAAAXm1kYXQSAAoIWBD/7BAQ0GkySBUABBBBBABevjtLbFxdzOq2VWSlQYI7PgPm+8RRMMVdsaYKjHg9L5ttn6wUUW05nLtKi5fxUnQv"
        + "SuaA9z6NnzTjoV8LF48xgA==");

    /// <summary>Green, blue and red without loss.</summary>
    public static byte[] Lossless { get; } = Convert.FromBase64String(
        "AAAAHGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZgAAAPJtZXRhAAAAAAAAAChoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAbGliYXZpZgAAAAAOcGl0"
        + "bQAAAAAAAQAAAB5pbG9jAAAAAEQAAAEAAQAAAAEAAAEWAAAD8gAAAChpaW5mAAAAAAABAAAAGmluZmUCAAAAAAEAAGF2MDFDb2xvcgAAAABqaXBycAAA"
        + "AEtpcGNvAAAAFGlzcGUAAAAAAAAAIAAAACAAAAAQcGl4aQAAAAADDAwMAAAADGF2MUOBQGAAAAAAE2NvbHJuY2x4AAEADQAAgAAAABdpcG1hAAAAAAAA"
        + "AAEAAQQBAoMEAAAD+m1kYXQSAAoJWBE/9jQENACAMuIHEAAAAC86wVVhQgCGvpHZ+WexTSp40vfXzaeWz90bYem0aNhmJwth6bR77XAENX5cp+d06yXN"
        + "wjl6HcfhyMBEom40DIviZqR4xTtzlrc3upS771qGrQwQOBG38rVVWnAzl96ParNQ2XWnPIrzkx4/jVRAFyVS21p+qlhVv8wX7oyDNkwlMg8pZsWzFzgq"
        + "lk5r/+/6jxngsaw2P8KW+Hs5fvKFJXmVUiZP68l7w7Ycoft2+Q9QZxqom53rMPzUOknHNq9F1znwBIvAgbqBHRssOjlCjFtxHgKyWxvlar1UUqFghC5j"
        + "XCkuyCxRkLGN7Ie7M5vHyRNVaQz53xkE8iznacTUreyTtzlq1R9WnG+KJ8z+PskMe5ktqXsFKP4o8tBPnLFdx0QUnYWS666OR9kbuklj0BxPYhgkIkbH"
        + "7RRXeAquX6r6EJDkVmiBpjRxhe/PjzyVRVaZsRAYr1O0nbnLRx6p+FElT3Dss1+vJe8O11IRGiRZbp0HqqN0ukDM+86I4uIoEgd5zjEriKBIHecq2RnK"
        + "kzcAaV8C0T9Oa6cnrQ/hlivLEgmNCR5evK83pRHjrrRTGe/ZfCPL15Xm9Aysl1jvvGdndtkGqjyVCxnObDw0ZRPt9Zv5e5h3hg2KcXebAYtVT7lcjNwR"
        + "XJ8uLxhn4ctiNZShGUqcwLHrvO8RheKDut1eJZR5aCcNDX3lCkry1n3DRAtkjQadm5vBUKyQgfLk0wCjbfAOCy/p239ALMzIUUjzby7KaT27chfbrtEm"
        + "02TA9WuMZfcLxCKvZGUkf7hBFfwjZ8GYUzi4sp+F6nOFilC5X7pPlURY8o4cPGfxxSRUrefuf74t7CfCC9hORcxuV6bGcvSIYoFJgMTYoIKkkuGvrkQI"
        + "Cikec1YCNIBiUcfcsEcIGjkmRfcmDITm0/tdPa/Inr1m1F1J1HQMhl8NyD7SYel2FStW1kFyaYBlJ2TEaXjAItTekE1eT094xTeIcpFRTwaCSJY4HGtW"
        + "6IqQzQqW2fFWlws8LkVJ1b5Mjq1e/+5riN5AIFUMQyoaFlM3Ty/NExujU9XdlrE3wDgssspOZqu64Gk8t0zNb1gjLn8czjVEprCCHayC5NMAexI8ieQC"
        + "BUrwJ8ky9rwDz+YMJW3nCxR/BWSXptafLlx8kfPaVqHG7hI2c0bk2Z1p8aScF/AgYRZ9I6Y14FNi3L57IocgZF17kE8WvRyL7/IpMI+F4oYSURG7nrRS"
        + "pgsM+oJ7iqlpirJm/0DnmIx/AjIWyW+NzIeShCE/g0If6zUeQvPqO+Y5awja+YQibBVRMHQ6ybknREESCVEZwaIIqslsgA==");

    public static byte[] Encode(int channels = 3, int quality = 60, bool subsampled = false, bool lossless = false) => Pictures.Encode(
        image => image.HeifsaveBuffer(
            q: quality,
            lossless: lossless,
            compression: NetVips.Enums.ForeignHeifCompression.Av1,
            effort: 0,
            subsampleMode: subsampled ? NetVips.Enums.ForeignSubsample.On : NetVips.Enums.ForeignSubsample.Off,
            keep: NetVips.Enums.ForeignKeep.None),
        channels);

    /// <summary>The same coded pictures in a new container.</summary>
    /// <param name="file">Its alpha, if it has some, gets the same turns.</param>
    /// <param name="properties">Further ones of the picture, at its own ones' end; a colour box replaces its own.</param>
    /// <param name="items">Further items: type, name and the like as in an infe box, and bytes; they describe the picture.</param>
    /// <param name="premultiplied">Says that colours are multiplied by alpha.</param>
    public static byte[] With(
        byte[] file,
        AvifWriter.Property[] properties,
        (string Info, byte[] Data, string Reference)[]? items = null,
        bool premultiplied = false)
    {
        var bytes = new HeaderBytes(file);
        var avif = AvifFile.Read(file);
        var writer = new AvifWriter(file.AsSpan(0, (int)avif.Top[0].End));
        var own = Own(bytes, avif.Primary).Where(p => p.Type is not "colr" || !properties.Any(q => q.Type is "colr"));
        var primary = writer.Add(bytes, avif.Primary, [.. own, .. properties]);
        if (AvifReader.Alpha(avif) is { } alpha)
        {
            var added = writer.Add(bytes, alpha, [.. Own(bytes, alpha), .. properties.Where(p => p.Type is "irot" or "imir")]);
            writer.Refer("auxl", added, primary);
            if (premultiplied)
            {
                writer.Refer("prem", primary, added);
            }
        }

        foreach (var (info, data, reference) in items ?? [])
        {
            var text = System.Text.Encoding.Latin1.GetBytes(info);
            var item = new AvifItem { Id = 9, Type = info[..4], Flags = 1, Info = (0, text.Length) };
            writer.Refer(reference, writer.Add(new(text), item, [], data), primary);
        }

        return writer.Write();
    }

    /// <summary>A picture put together from the same one, again and again.</summary>
    /// <param name="file">Colours and, if it has some, alpha.</param>
    /// <param name="columns">Pictures in a row.</param>
    /// <param name="rows">Rows of pictures.</param>
    /// <param name="properties">Further ones of each picture of colours.</param>
    public static byte[] Grid(byte[] file, int columns, int rows, AvifWriter.Property[] properties)
    {
        var bytes = new HeaderBytes(file);
        var avif = AvifFile.Read(file);
        var ispe = Bodies(file, avif.Primary, "ispe").Single();
        byte[] size =
        [
            .. ispe[..4],
            .. Big(columns * BinaryPrimitives.ReadInt32BigEndian(ispe.AsSpan(4))),
            .. Big(rows * BinaryPrimitives.ReadInt32BigEndian(ispe.AsSpan(8))),
        ];
        byte[] layout = [0, 1, (byte)(rows - 1), (byte)(columns - 1), .. size[4..]];
        var writer = new AvifWriter(file.AsSpan(0, (int)avif.Top[0].End));
        var alpha = AvifReader.Alpha(avif);
        var info = "grid\0"u8.ToArray();
        var grid = new AvifItem { Id = 9, Type = "grid", Flags = 0, Info = (0, info.Length) };
        var shared = Own(bytes, avif.Primary).Where(p => p.Type is "colr" or "pixi");
        var primary = writer.Add(new(info), grid, [.. shared, new("ispe", size, Essential: false)], layout);
        var auxiliary = 0;
        if (alpha is not null)
        {
            var own = Own(bytes, alpha).Where(p => p.Type is "auxC" or "pixi");
            auxiliary = writer.Add(new(info), grid, [.. own, new("ispe", size, Essential: false)], layout);
            writer.Refer("auxl", auxiliary, primary);
        }

        for (var i = 0; i < columns * rows; i++)
        {
            writer.Refer("dimg", primary, writer.Add(bytes, avif.Primary, [.. Own(bytes, avif.Primary), .. properties]));
            if (alpha is not null)
            {
                writer.Refer("dimg", auxiliary, writer.Add(bytes, alpha, [.. Own(bytes, alpha).Where(p => p.Type is not "auxC")]));
            }
        }

        return writer.Write();

        static byte[] Big(int value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];
    }

    /// <summary>The body of a crop's box: width, height and the centre's distances, each a numerator and a denominator.</summary>
    public static byte[] Clap(params int[] numbers) =>
        [.. numbers.SelectMany(n => (byte[])[(byte)(n >> 24), (byte)(n >> 16), (byte)(n >> 8), (byte)n])];

    /// <summary>A colour box of code points.</summary>
    public static AvifWriter.Property Nclx(int primaries, int transfer, int matrix, bool fullRange) => new(
        "colr",
        [.. "nclx"u8, 0, (byte)primaries, 0, (byte)transfer, 0, (byte)matrix, fullRange ? (byte)0x80 : (byte)0],
        Essential: false);

    /// <summary>The bodies of a picture's properties of one type.</summary>
    public static List<byte[]> Bodies(byte[] file, AvifItem item, string type) =>
        [.. item.Properties.Where(p => p.Box.Type == type).Select(p => file[(int)p.Box.Body..(int)p.Box.End])];

    private static List<AvifWriter.Property> Own(HeaderBytes bytes, AvifItem item)
    {
        var own = new List<AvifWriter.Property>();
        foreach (var (box, essential, _, _) in item.Properties)
        {
            own.Add(new(box.Type, bytes.Slice(box.Body, box.End - box.Body).ToArray(), essential));
        }

        return own;
    }
}
