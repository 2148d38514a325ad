using System.Runtime.InteropServices;
using ImgCompress.Contracts;
using C = ImgCompress.Files.Posix.PosixConstants;

namespace ImgCompress.Files.Posix;

/// <summary>From errno to a reason.</summary>
internal static class PosixFault
{
    /// <summary>The fault of the call that failed last on this thread.</summary>
    public static FileFaultException Last(string doing) => Of(Marshal.GetLastPInvokeError(), doing);

    public static FileFaultException Of(int errno, string doing) =>
        new(Reason(errno), $"{doing}: {Marshal.GetPInvokeErrorMessage(errno)}");

    private static FailureReason Reason(int errno) => errno switch
    {
        C.NoEntry => FailureReason.Missing,
        C.PermissionDenied or C.AccessDenied => FailureReason.NoPermission,
        C.ReadOnlyFileSystem => FailureReason.ReadOnly,
        C.NotADirectory => FailureReason.Link,
        C.IsADirectory or C.NoDevice => FailureReason.NotAFile,
        C.CrossDevice => FailureReason.OtherFileSystem,
        C.NoSpace => FailureReason.NoSpace,
        C.OutOfMemory => FailureReason.OutOfMemory,
        _ when errno == C.TooManyLinks => FailureReason.Link,
        _ when errno == C.QuotaExceeded => FailureReason.NoSpace,
        _ when errno == C.Stale => FailureReason.StaleHandle,
        _ when errno == C.NameTooLong => FailureReason.Unsupported,
        _ => FailureReason.IoError,
    };
}
