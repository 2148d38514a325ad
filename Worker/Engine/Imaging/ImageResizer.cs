using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Formats;
using ImgCompress.Engine.Imaging.Pixels;
using ImgCompress.Engine.Imaging.Resampling;
using ImgCompress.Engine.Imaging.Vips;

namespace ImgCompress.Engine.Imaging;

/// <summary>Bytes of an image in, bytes of the resized image out. Knows no paths; safe to call from several threads.</summary>
public sealed class ImageResizer(ImageLimits limits)
{
    public ImageLimits Limits => limits;

    /// <summary>Loads libvips, so that the first image need not wait for it. Does nothing from the second call on.</summary>
    /// <exception cref="InvalidOperationException">The native library does not load.</exception>
    public static void LoadLibraries() => VipsLibrary.SetUp();

    /// <summary>Reads the header alone: format, size, what it will take, and whether it is refused.</summary>
    public InspectionResult Inspect(ReadOnlyMemory<byte> file, ResizeSpec spec)
    {
        try
        {
            if (file.Length > limits.MaxBytes)
            {
                throw RefusedException.TooLarge($"{file.Length} bytes are more than the {limits.MaxBytes} allowed");
            }

            var format = ImageFormats.Recognise(file.Span);
            var header = format.ReadHeader(file.Span);
            var shown = header.ShownSize;
            if (spec.Scaling.LeavesAlone(shown.Width, shown.Height))
            {
                return new InspectionResult.Fits(format, header);
            }

            if (header.Unkept is { } unkept && !spec.Strip)
            {
                throw new RefusedException(unkept with { Detail = $"{unkept.Detail}; --strip has the picture resized without it" });
            }

            RequirePixels(header.Width, header.Height, header.Frames, "the image has");
            var (newWidth, newHeight) = NewSize(format, header, spec);
            RequireFurther(header, newWidth, newHeight, spec);
            return new InspectionResult.Accepted(file, format, header, spec)
            {
                NewWidth = newWidth,
                NewHeight = newHeight,
                PeakBytes = MemoryEstimate.Of(format, header, file.Length, newWidth, newHeight, spec),
            };
        }
        catch (RefusedException refused)
        {
            return new InspectionResult.Refused(refused.Failure);
        }
    }

    /// <summary>Decodes, resizes and encodes. The same bytes and spec give the same bytes.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; looked at before each strip of rows.</exception>
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Performance", "CA1822", Justification = "What is inspected here is resized here.")]
    public ResizeResult Resize(InspectionResult.Accepted image, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            image.Format.CheckIntegrity(image.File.Span, image.Header, cancellationToken);
            foreach (var further in Further(image.Header, image.Spec))
            {
                image.Format.CheckIntegrity(further.Of(image.File).Span, further.Header, cancellationToken);
            }

            return new ResizeResult.Image(Recode(image, cancellationToken), image.Pixels, image.NewPixels);
        }
        catch (RefusedException refused)
        {
            return new ResizeResult.Refused(refused.Failure);
        }
    }

    private static byte[] Recode(InspectionResult.Accepted image, CancellationToken cancellationToken)
    {
        var (format, header, spec) = (image.Format, image.Header, image.Spec);
        var encoded = Recode(format, image.File, header, (image.NewWidth, image.NewHeight), spec, cancellationToken);
        var further = new List<byte[]>();
        foreach (var picture in Further(header, spec))
        {
            var file = picture.Of(image.File);
            var size = FurtherSize(header, picture, image.NewWidth, image.NewHeight);
            var own = picture.IsAuxiliary ? spec with { Quality = null } : spec;
            var recoded = Recode(format, file, picture.Header, size, own, cancellationToken);
            further.Add(format.CopyMetadata(file.Span, picture.Header, recoded, spec.Strip));
        }

        return format.Join(image.File.Span, header, encoded, further, spec.Strip);
    }

    private static byte[] Recode(
        ImageFormat format,
        ReadOnlyMemory<byte> file,
        ImageHeader header,
        (int Width, int Height) size,
        ResizeSpec spec,
        CancellationToken cancellationToken)
    {
        return VipsThread.Run(() =>
        {
            using var decoded = format.DecodeSmaller(file, header, ShrinkOnLoadRule.Most(header, size, spec), cancellationToken);
            using var resized = Resampler.Create(decoded, size.Width, size.Height, spec.Filter, decoded.Extent);
            var encoded = format.Encode(resized, header, decoded, spec, cancellationToken);
            decoded.Close();
            return encoded;
        });
    }

    /// <summary>Stripped, a file holds its main picture alone.</summary>
    private static IReadOnlyList<FurtherPicture> Further(ImageHeader header, ResizeSpec spec) => spec.Strip ? [] : header.Further;

    /// <summary>By the main picture's factor, rounded to the nearest, so that the two still lie on each other.</summary>
    private static (int Width, int Height) FurtherSize(ImageHeader main, FurtherPicture picture, int newWidth, int newHeight)
    {
        var change = new SizeChange(main.Width, main.Height, newWidth, newHeight);
        var (width, height) = (change.Across(picture.Header.Width), change.Down(picture.Header.Height));
        return ((int)Math.Clamp(width, 1, int.MaxValue), (int)Math.Clamp(height, 1, int.MaxValue));
    }

    private void RequireFurther(ImageHeader header, int newWidth, int newHeight, ResizeSpec spec)
    {
        var (before, after) = (header.Pixels, (long)newWidth * newHeight * header.Frames);
        foreach (var picture in Further(header, spec))
        {
            var (width, height) = FurtherSize(header, picture, newWidth, newHeight);
            before += picture.Header.Pixels;
            after += Math.Min((long)width * height, limits.MaxPixels + 1);
            if (before > limits.MaxPixels || after > limits.MaxPixels)
            {
                throw RefusedException.TooLarge(
                    $"the pictures in the file have {before} pixels, and resized {after}: more than the {limits.MaxPixels} allowed");
            }
        }
    }

    private (int Width, int Height) NewSize(ImageFormat format, ImageHeader header, ResizeSpec spec)
    {
        var shown = header.ShownSize;
        var (newWidth, newHeight) = spec.Scaling.NewSize(shown.Width, shown.Height);
        if (Math.Max(newWidth, newHeight) > int.MaxValue)
        {
            throw RefusedException.TooLarge($"{newWidth}×{newHeight} pixels are beyond any format");
        }

        var (width, height) = header.IsTurned ? ((int)newHeight, (int)newWidth) : ((int)newWidth, (int)newHeight);
        RequirePixels(width, height, header.Frames, "the resized image would have");
        return width <= format.MaxSide && height <= format.MaxSide
            ? (width, height)
            : throw RefusedException.TooLarge($"{width}×{height} pixels; {format.Name} files are written up to {format.MaxSide} a side");
    }

    private void RequirePixels(int width, int height, int frames, string what)
    {
        // Three numbers below 2³¹ overflow 64 bits: compare by division.
        if ((long)width * height > limits.MaxPixels / frames)
        {
            var times = frames > 1 ? $"×{frames} frames" : "";
            throw RefusedException.TooLarge($"{what} {width}×{height}{times} pixels, more than the {limits.MaxPixels} allowed");
        }
    }
}
