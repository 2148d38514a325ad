using System.Numerics;
using System.Runtime.InteropServices;

namespace ImgCompress.Engine.Imaging.Formats;

/// <summary>
/// Channels that are bits of one number, as BMP and TGA store pixels of 16 and 32 bits. As samples they have 8 bits, or 16 where one of
/// them is wider than 8.
/// </summary>
/// <param name="Red">The bits of red.</param>
/// <param name="Green">The bits of green.</param>
/// <param name="Blue">The bits of blue.</param>
/// <param name="Fourth">The bits of alpha, or of whatever the fourth channel is; 0 without one.</param>
internal sealed record PackedChannels(uint Red, uint Green, uint Blue, uint Fourth)
{
    private readonly uint[] _masks = Fourth == 0 ? [Red, Green, Blue] : [Red, Green, Blue, Fourth];

    public int Channels => _masks.Length;

    /// <summary>Bits of the widest channel.</summary>
    public int Widest { get; } = new[] { Red, Green, Blue, Fourth }.Max(BitOperations.PopCount);

    /// <summary>1 or 2.</summary>
    public int BytesPerSample => Widest > 8 ? sizeof(ushort) : 1;

    /// <summary>Each channel's bits stand together, and no bit is in two channels.</summary>
    public bool IsSound => (Red | Green | Blue) != 0 && Array.TrueForAll(_masks, IsTogether)
        && _masks.Sum(mask => BitOperations.PopCount(mask)) == BitOperations.PopCount(Red | Green | Blue | Fourth);

    /// <summary>The samples of a pixel.</summary>
    public void Unpack(uint pixel, Span<byte> samples)
    {
        for (var c = 0; c < _masks.Length; c++)
        {
            var (value, most) = (Lowered(pixel & _masks[c], _masks[c]), Lowered(_masks[c], _masks[c]));
            if (BytesPerSample == 1)
            {
                samples[c] = (byte)Scaled(value, most, byte.MaxValue);
            }
            else
            {
                MemoryMarshal.Cast<byte, ushort>(samples)[c] = (ushort)Scaled(value, most, ushort.MaxValue);
            }
        }
    }

    /// <summary>The pixel of which these samples are the nearest.</summary>
    public uint Pack(ReadOnlySpan<byte> samples)
    {
        var pixel = 0u;
        for (var c = 0; c < _masks.Length; c++)
        {
            var most = Lowered(_masks[c], _masks[c]);
            var value = BytesPerSample == 1
                ? Scaled(samples[c], byte.MaxValue, most)
                : Scaled(MemoryMarshal.Cast<byte, ushort>(samples)[c], ushort.MaxValue, most);
            pixel |= value << BitOperations.TrailingZeroCount(_masks[c]) & _masks[c];
        }

        return pixel;
    }

    private static bool IsTogether(uint mask) => mask == 0 || BitOperations.IsPow2((ulong)Lowered(mask, mask) + 1);

    private static uint Lowered(uint bits, uint mask) => mask == 0 ? 0 : bits >> BitOperations.TrailingZeroCount(mask);

    /// <summary>Rounded; of a channel without bits, 0.</summary>
    private static uint Scaled(uint value, uint most, uint newMost) =>
        most == 0 ? 0 : (uint)((((ulong)value * newMost) + (most / 2)) / most);
}
