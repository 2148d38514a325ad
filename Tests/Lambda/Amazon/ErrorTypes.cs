using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Architecture;
using ImgCompress.Tests.Fixtures.Aws;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Lambda;
using ImgCompress.Tests.Fixtures.Ledger;
using ImgCompress.Tests.Fixtures.Programs;
using ImgCompress.Tests.Fixtures.Queue;
using ImgCompress.Tests.Fixtures.Resampling;
using ImgCompress.Tests.Fixtures.Template;
using ImgCompress.Tests.Fixtures.Worker;
using ImgCompress.Tests.Fixtures.Wrappers;

namespace ImgCompress.Tests.Lambda;

/// <summary>What the header <c>Lambda-Runtime-Function-Error-Type</c> says of an exception.</summary>
internal static class ErrorTypes
{
    public static string? OfAnInvocation(string exception) => exception;

    public static string? OfTheInitialization(string _) => null;
}
