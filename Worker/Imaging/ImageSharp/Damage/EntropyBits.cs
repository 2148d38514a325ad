namespace ImgCompress.Worker.Imaging.ImageSharp.Damage;

/// <summary>The bits of a JPEG's entropy-coded data, up to a marker; stuffed zeros are left out.</summary>
internal ref struct EntropyBits(ReadOnlySpan<byte> file, int start)
{
    private readonly ReadOnlySpan<byte> _file = file;
    private int _at = start;
    private ulong _bits;
    private int _count;

    /// <summary>Reads a code.</summary>
    public int Symbol(HuffmanCodes codes)
    {
        if (_count < 16)
            Fill();
        var next = _count >= 16 ? (int)(_bits >> (_count - 16)) & 0xFFFF : (int)(_bits << (16 - _count)) & 0xFFFF;
        var symbol = codes.Symbol(next, out var length);
        if (symbol < 0)
            throw RefusedException.Corrupt("the JPEG's data holds bits that are no code");
        Take(length);
        return symbol;
    }

    /// <summary>Leaves out up to 15 bits.</summary>
    public void Skip(int count)
    {
        if (_count < count)
            Fill();
        Take(count);
    }

    /// <summary>Goes on behind a restart marker, which must be the next thing.</summary>
    public void Restart(int number)
    {
        Fill();
        // Less than a byte fills the last one up.
        if (_count >= 8)
            throw RefusedException.Corrupt("the JPEG's data is longer than its picture");
        _count = 0;
        while (_at < _file.Length && _file[_at] == 0xFF)
            _at++;
        if (_at >= _file.Length || _file[_at++] != 0xD0 + number)
            throw RefusedException.Corrupt("a JPEG restart marker is missing");
    }

    /// <summary>Where the marker behind the data stands. What lies between the picture and that is no part of it, and does no harm.</summary>
    public int End()
    {
        while (_at + 1 < _file.Length && (_file[_at] != 0xFF || _file[_at + 1] is 0 or (>= 0xD0 and <= 0xD7)))
            _at++;
        return _at;
    }

    private void Take(int count)
    {
        if (count > _count)
            throw RefusedException.Corrupt("the JPEG's data ends before its picture");
        _count -= count;
    }

    private void Fill()
    {
        while (_count <= 56 && _at < _file.Length)
        {
            var value = _file[_at];
            if (value == 0xFF)
            {
                if (_at + 1 >= _file.Length || _file[_at + 1] != 0)
                    return;
                _at++;
            }

            _at++;
            _bits = (_bits << 8) | value;
            _count += 8;
        }
    }
}
