using System.Buffers.Binary;
using Entries = System.Collections.Generic.SortedDictionary<ushort, (int Kind, long Count, byte[] Values)>;

namespace ImgCompress.Engine.Imaging.Formats.Tiff;

/// <summary>Appends directories to a little-endian TIFF.</summary>
/// <param name="output">The file so far.</param>
/// <param name="big">It is a BigTIFF.</param>
internal sealed class TiffDirectoryWriter(MemoryStream output, bool big)
{
    /// <summary>Where the file says where its first directory stands.</summary>
    public long FirstLink => big ? 8 : 4;

    /// <summary>Appends a directory and its values and, unless <paramref name="link"/> is negative, has that place point to it.</summary>
    /// <param name="entries">By their tags.</param>
    /// <param name="link">Where the directory's place is written, if anywhere.</param>
    /// <param name="note">The maker note among the entries, if there is one.</param>
    /// <returns>Where its own link to the next directory stands.</returns>
    public long Write(Entries entries, long link = -1, MakerNote? note = null)
    {
        var inlineBytes = big ? 8 : 4;
        var directory = new byte[(big ? 8 : 2) + entries.Count * (big ? 20 : 12) + inlineBytes];
        var at = big ? 8 : 2;
        if (big)
        {
            BinaryPrimitives.WriteInt64LittleEndian(directory, entries.Count);
        }
        else
        {
            BinaryPrimitives.WriteUInt16LittleEndian(directory, (ushort)entries.Count);
        }

        foreach (var (tag, (kind, count, values)) in entries)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(directory.AsSpan(at), tag);
            BinaryPrimitives.WriteUInt16LittleEndian(directory.AsSpan(at + 2), (ushort)kind);
            WriteOffset(directory.AsSpan(at + 4, inlineBytes), count);
            var inline = directory.AsSpan(at + 4 + inlineBytes, inlineBytes);
            if (values.Length <= inlineBytes)
            {
                values.CopyTo(inline);
            }
            else
            {
                if (tag == MakerNote.Tag)
                {
                    note?.Move(values, End);
                }

                WriteOffset(inline, Append(values));
            }

            at += 4 + 2 * inlineBytes;
        }

        var place = Append(directory);
        if (link >= 0)
        {
            var pointer = new byte[inlineBytes];
            WriteOffset(pointer, place);
            output.Position = link;
            output.Write(pointer);
        }

        return place + at;
    }

    /// <summary>Where what is appended next will stand: on a word boundary.</summary>
    private long End => output.Length + (output.Length & 1);

    /// <summary>Puts bytes on a word boundary at the end, and says where.</summary>
    private long Append(byte[] bytes)
    {
        output.Position = output.Length;
        if ((output.Length & 1) != 0)
        {
            output.WriteByte(0);
        }

        var place = output.Length;
        output.Write(bytes);
        return place;
    }

    public void WriteOffset(Span<byte> to, long offset)
    {
        if (big)
        {
            BinaryPrimitives.WriteInt64LittleEndian(to, offset);
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(to, checked((uint)offset));
        }
    }
}
