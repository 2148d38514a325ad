using System.Text;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats;

/// <summary>
/// A box of the ISO base media file format (ISO/IEC 14496-12, section 4.2): its type, and where its body begins and ends.
/// </summary>
internal readonly record struct IsoBox(string Type, long Body, long End)
{
    /// <summary>The boxes between two offsets, each wholly inside.</summary>
    public static List<IsoBox> Read(HeaderBytes bytes, long at, long end)
    {
        var boxes = new List<IsoBox>();
        while (at < end)
        {
            long size = bytes.U32(at);
            var type = Encoding.Latin1.GetString(bytes.Slice(at + 4, 4));
            var body = at + 8;
            if (size == 1)
            {
                size = bytes.U64(body);
                body += 8;
            }
            else if (size == 0)
            {
                size = end - at;
            }

            if (size < body - at || size > end - at)
            {
                throw RefusedException.Corrupt("the file is cut off, or one of its boxes has an impossible size");
            }

            boxes.Add(new(type, body, at + size));
            at += size;
        }

        return boxes;
    }
}
