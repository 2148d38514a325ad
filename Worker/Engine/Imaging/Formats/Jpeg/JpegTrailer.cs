using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Jpeg;

/// <summary>
/// Takes apart what stands behind a JPEG's end marker. Gain maps, and pictures that an MPF index names, are resized with the main one;
/// what tells nothing of the pixels is carried: videos, sounds, tags, text, a Samsung camera's notes. Previews are dropped, as padding
/// and rubbish are, and what a memory card held before. What else is known is refused by name.
/// </summary>
internal ref struct JpegTrailer
{
    /// <summary>Text that is longer is refused: it may be a file in letters.</summary>
    private const int MaxTextBytes = 1 << 16;

    /// <summary>The unit in bytes that memory cards and disks are written in.</summary>
    private const int SectorBytes = 512;

    private readonly ReadOnlySpan<byte> _file;
    private readonly JpegHeader _header;
    private readonly MpfIndex? _index;
    private readonly List<(ContainerItem Item, long Start)> _items = [];
    private readonly List<JpegPart> _parts = [];
    private readonly List<FurtherPicture> _further = [];
    private readonly int?[] _pictures;
    private int _jpegs;
    private int? _video;

    private JpegTrailer(ReadOnlySpan<byte> file, JpegHeader header, MpfIndex? index)
    {
        _file = file;
        _header = header;
        _index = index;
        _pictures = new int?[index?.Entries.Count ?? 0];
    }

    /// <summary>The header, and what stands behind the main picture.</summary>
    /// <exception cref="RefusedException">Something stands there that would be lost or not fit any more, or is damaged.</exception>
    public static JpegHeader Read(ReadOnlySpan<byte> file, JpegHeader header)
    {
        var index = MpfIndex.Find(file, header);
        var trailer = new JpegTrailer(file, header, index);
        if (file[header.End..].ContainsAnyExcept((byte)0, (byte)0xFF))
        {
            trailer.Read();
        }

        return header with
        {
            Parts = trailer._parts,
            Further = trailer._further,
            Video = trailer._video,
            Index = index,
            IndexPictures = trailer._pictures,
        };
    }

    private void Read()
    {
        foreach (var packet in JpegXmp.Packets(_file, _header))
        {
            JpegUnsupported.RefuseFiles(packet);
            _items.AddRange(ContainerDirectory.Locate(ContainerDirectory.Read(packet), _file, _header.End));
        }

        var tails = new List<JpegPart>();
        var end = Tails(tails);
        Files(end);
        foreach (var tail in Enumerable.Reverse(tails))
        {
            _parts.Add(tail);
        }

        if (_index is null)
        {
            return;
        }

        for (var i = 1; i < _pictures.Length; i++)
        {
            if (_pictures[i] is null && !_index.Entries[i].IsPreview && _index.Entries[i].Offset < _file.Length)
            {
                throw RefusedException.Corrupt("the MPF index of the JPEG names a picture where there is none");
            }
        }
    }

    /// <summary>What is found from the file's end, the last first.</summary>
    /// <returns>Where that begins.</returns>
    private int Tails(List<JpegPart> tails)
    {
        var end = _file.Length;
        while (true)
        {
            var trimmed = _header.End + _file[_header.End..end].TrimEnd((byte)0).Length;
            if (SamsungNotes.Find(_file[_header.End..trimmed]) is { } notes)
            {
                notes.Refuse(_file[_header.End..trimmed]);
                _video ??= _header.End + notes.Video;
                Tail(tails, new(JpegPartKind.Carried, _header.End + notes.Start, notes.End - notes.Start), ref end);
            }
            else if (TagTrailers.Find(_file[..end], _header.End, trimmed) is { } tags)
            {
                Tail(tails, tags, ref end);
            }
            else
            {
                return end;
            }
        }
    }

    private static void Tail(List<JpegPart> tails, JpegPart part, ref int end)
    {
        if (part.End < end)
        {
            tails.Add(new(JpegPartKind.Dropped, part.End, end - part.End));
        }

        tails.Add(part);
        end = part.Offset;
    }

    private void Files(int end)
    {
        var at = _header.End;
        if (IsRemainderOfMedium(_file[at..end]))
        {
            Add(JpegPartKind.Dropped, at, end - at);
            return;
        }

        var isBehindVideo = false;
        while (at < end)
        {
            var rest = _file[at..end];
            var (jpeg, media) = (KnownData.IndexOfJpeg(rest), MediaFile.IndexOf(rest));
            if (media >= 0 && (jpeg < 0 || media < jpeg))
            {
                Gap(at, at + media, isBehindVideo);
                _video = isBehindVideo ? _video : at + media;
                at = Add(JpegPartKind.Carried, at + media, MediaFile.Extent(rest[media..]));
                isBehindVideo = true;
            }
            else if (jpeg >= 0)
            {
                Gap(at, at + jpeg, isBehindVideo);
                at = Picture(at + jpeg, end, !isBehindVideo && !rest[..jpeg].ContainsAnyExcept((byte)0));
            }
            else
            {
                Gap(at, end, isBehindVideo);
                return;
            }
        }
    }

    /// <summary>
    /// True of what a memory card held before, which a camera, or a program that recovered the file, took up with the last sectors: zeros,
    /// and then the middle of something else, to the end of a sector. Files that begin in there are none of this picture's.
    /// </summary>
    private readonly bool IsRemainderOfMedium(ReadOnlySpan<byte> data)
    {
        var rest = data.TrimStart((byte)0);
        return _index is null
            && _items.Count == 0
            && _file.Length % SectorBytes == 0
            && rest.Length < data.Length
            && KnownData.Name(rest[..Math.Min(rest.Length, SectorBytes / 8)]) is null
            && KnownData.Text(rest).IsEmpty;
    }

    /// <summary>What is no file. Behind a video it is taken for the video's, as phones write tags of their own there.</summary>
    private readonly void Gap(int from, int to, bool isBehindVideo)
    {
        var data = _file[from..to];
        if (KnownData.Name(data) is { } name)
        {
            throw RefusedException.Unsupported($"a JPEG with {name} behind its end, which would be lost");
        }

        var text = KnownData.Text(data);
        if (text.Length > MaxTextBytes)
        {
            throw RefusedException.Unsupported("a JPEG with a long text behind its end, which would be lost");
        }

        if (isBehindVideo || data.IndexOf("MotionPhoto_Data"u8) >= 0)
        {
            var padding = isBehindVideo ? 0 : data.Length - data.TrimStart((byte)0).Length;
            Add(JpegPartKind.Dropped, from, padding);
            Add(JpegPartKind.Carried, from + padding, data.Length - padding);
        }
        else if (!text.IsEmpty)
        {
            var start = from + data.IndexOf(text);
            Add(JpegPartKind.Dropped, from, start - from);
            Add(JpegPartKind.Carried, start, text.Length);
            Add(JpegPartKind.Dropped, start + text.Length, to - start - text.Length);
        }
        else
        {
            Add(JpegPartKind.Dropped, from, data.Length);
        }
    }

    /// <param name="at">Where it begins.</param>
    /// <param name="end">The end of what may belong to it.</param>
    /// <param name="isNext">Whether it stands behind another picture, with nothing between.</param>
    /// <returns>Where it ends.</returns>
    private int Picture(int at, int end, bool isNext)
    {
        var number = Entry(at);
        var entry = number > 0 ? _index?.Entries[number] : null;
        if (entry is { IsPreview: true } preview)
        {
            return Add(JpegPartKind.Dropped, at, PreviewLength(_file[at..end], preview.Length));
        }

        var semantic = _items.Find(i => i.Start == at).Item.Semantic;
        JpegHeader header;
        try
        {
            header = JpegReader.Read(_file[at..end]);
        }
        catch (RefusedException refused)
        {
            throw new RefusedException(refused.Failure with { Detail = $"{refused.Failure.Detail} (a picture behind the first one)" });
        }

        var length = header.End;
        if (semantic is "GainMap" || entry is { IsGainMap: true } || AuxiliaryPicture.Is(_file.Slice(at, length), header))
        {
            _further.Add(new(at, length, header, IsAuxiliary: true));
        }
        else if (entry is { IsPicture: true })
        {
            _further.Add(new(at, length, header, IsAuxiliary: false));
        }
        else if (IsNamedByExif(at, length))
        {
            return Add(JpegPartKind.Dropped, at, length);
        }
        else if (_index is null && isNext)
        {
            // Nothing names it, so that nobody knows what it is to the first one: it keeps its proportion to it.
            _further.Add(new(at, length, header, IsAuxiliary: false));
        }
        else
        {
            throw RefusedException.Unsupported(entry is null
                ? "a JPEG with a second picture behind its end, which would be lost"
                : $"a JPEG of {_pictures.Length} pictures (MPF), of which one would be kept");
        }

        if (number > 0)
        {
            _pictures[number] = at;
        }

        return Add(JpegPartKind.Picture, at, length);
    }

    /// <summary>The number in the MPF index of a picture: by its place, or, where the index is stale, by its order.</summary>
    private int Entry(int at)
    {
        _jpegs++;
        if (_index is null)
        {
            return 0;
        }

        for (var i = 1; i < _pictures.Length; i++)
        {
            if (_index.Entries[i].Offset == at)
            {
                return i;
            }
        }

        return _jpegs < _pictures.Length && !_pictures.Contains(at) && _pictures[_jpegs] is null ? _jpegs : 0;
    }

    /// <summary>True of a preview that a maker note points to.</summary>
    private readonly bool IsNamedByExif(int at, int length)
    {
        foreach (var segment in _header.Segments)
        {
            var body = segment.Body(_file);
            if (segment.Marker == 0xE1
                && body.StartsWith("Exif\0"u8)
                && body.Length > 6
                && PreviewPointers.PointTo(body[6..], segment.Offset + segment.Length - body.Length + 6, at, length))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>How many bytes a preview has; where it does not read, as many as the index says, or those of its beginning.</summary>
    private static int PreviewLength(ReadOnlySpan<byte> data, long said)
    {
        try
        {
            return JpegReader.Read(data).End;
        }
        catch (RefusedException)
        {
            return (int)Math.Clamp(said, 3, data.Length);
        }
    }

    private readonly int Add(JpegPartKind kind, int at, int length)
    {
        if (length > 0)
        {
            _parts.Add(new(kind, at, length));
        }

        return at + length;
    }
}
