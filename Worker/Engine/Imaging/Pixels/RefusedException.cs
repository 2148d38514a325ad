using System.Diagnostics.CodeAnalysis;
using ImgCompress.Contracts;

namespace ImgCompress.Engine.Imaging.Pixels;

/// <summary>Carries a permanent <see cref="Failure"/> from where it is found to the resizer, which returns it.</summary>
[SuppressMessage("Design", "CA1064:Exceptions should be public", Justification = "It never leaves the engine.")]
internal sealed class RefusedException(Failure failure) : Exception(failure.Detail)
{
    public Failure Failure { get; } = failure;

    public static RefusedException Corrupt(string detail) => new(new(FailureReason.Corrupt, detail));

    public static RefusedException Unsupported(string detail) => new(new(FailureReason.Unsupported, detail));

    public static RefusedException NotAnImage(string detail) => new(new(FailureReason.NotAnImage, detail));

    public static RefusedException TooLarge(string detail) => new(new(FailureReason.TooLarge, detail));
}
