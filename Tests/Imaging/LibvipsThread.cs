using System.Buffers;
using ImgCompress.Engine.Imaging;
using ImgCompress.Engine.Imaging.Vips;
using ImgCompress.Tests.Fixtures.Images;
using Xunit;

namespace ImgCompress.Tests.Imaging;

/// <summary>One on which libvips keeps the memory of strips.</summary>
public sealed class LibvipsThread
{
    [Fact]
    public void DoesWorkForOthersOneAfterTheOther()
    {
        Assert.False(IsCurrent);
        Assert.Equal([true, true, true], Enumerable.Range(0, 3).Select(_ => VipsThread.Run(() => IsCurrent)));
        Assert.False(IsCurrent);
    }

    [Fact]
    public void DoesNotKeepAnotherFromWorking()
    {
        var (first, second) = VipsThread.Run(
            () => (Environment.CurrentManagedThreadId, VipsThread.Run(() => Environment.CurrentManagedThreadId)));
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void HandsOverWhatTheWorkThrowsAndWorksOn()
    {
        var thrown = new InvalidOperationException("of the work");
        Assert.Same(thrown, Assert.Throws<InvalidOperationException>(() => VipsThread.Run<int>(() => throw thrown)));
        Assert.Equal(3, VipsThread.Run(() => 3));
    }

    [Fact]
    public void DecodesAndEncodes()
    {
        using var file = new WatchedFile(Pictures.Jpeg());
        var images = new ImageResizer(new());
        var image = Assert.IsType<InspectionResult.Accepted>(images.Inspect(file.Memory, Resizing.Half));
        Assert.IsType<ResizeResult.Image>(images.Resize(image, TestContext.Current.CancellationToken));
        Assert.True(file.WasPinnedByOne);
    }

    private static bool IsCurrent => VipsNative.ThreadIsVips() != 0;

    /// <summary>A decoder pins what it reads.</summary>
    private sealed class WatchedFile(byte[] content) : MemoryManager<byte>
    {
        private readonly MemoryHandle _pin = content.AsMemory().Pin();

        public bool WasPinnedByOne { get; private set; }

        public override Span<byte> GetSpan() => content;

        public override unsafe MemoryHandle Pin(int elementIndex = 0)
        {
            WasPinnedByOne = IsCurrent;
            return new((byte*)_pin.Pointer + elementIndex);
        }

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing) => _pin.Dispose();
    }
}
