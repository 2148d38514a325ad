namespace ImgCompress.Enqueuer.Function;

/// <summary>What the function answers when it went on with earlier submissions.</summary>
/// <param name="Jobs">Those that it went on with.</param>
internal sealed record ContinueAnswer(IReadOnlyList<SubmitAnswer> Jobs);
