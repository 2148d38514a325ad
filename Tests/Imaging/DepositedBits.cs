using System.Runtime.Intrinsics.X86;
using ImgCompress.Engine.Imaging.Formats.Jpeg.Decoding;
using Xunit;

namespace ImgCompress.Tests.Imaging;

public sealed class DepositedBits
{
    [Theory]
    [InlineData(0b000, 0b1011_0000, 0)]
    [InlineData(0b101, 0b1011_0000, 0b1001_0000)]
    [InlineData(0b111, 0b1011_0000, 0b1011_0000)]
    [InlineData(0b1111, 0b1, 0b1)]
    [InlineData(0b11, 0, 0)]
    public void GoToWhereTheMaskIsSet(ulong bits, ulong mask, ulong expected) =>
        Assert.Equal(expected, ProgressiveDecoder.DepositOneByOne(bits, mask));

    [Fact]
    public void AreThoseOfTheInstruction()
    {
        Assert.SkipUnless(Bmi2.X64.IsSupported, "the processor has no such instruction");
        var random = new Random(1);
        for (var i = 0; i < 10_000; i++)
        {
            var mask = (ulong)(random.NextInt64() & random.NextInt64() & random.NextInt64(long.MinValue, long.MaxValue));
            var bits = (ulong)random.NextInt64(long.MinValue, long.MaxValue);
            Assert.Equal(Bmi2.X64.ParallelBitDeposit(bits, mask), ProgressiveDecoder.DepositOneByOne(bits, mask));
        }
    }
}
