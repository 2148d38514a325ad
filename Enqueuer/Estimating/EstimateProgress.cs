namespace ImgCompress.Enqueuer.Estimating;

/// <summary>An estimate at one moment.</summary>
/// <param name="Found">Files that a run would work on, as far as the directory has been walked.</param>
/// <param name="Chosen">Files of the sample; 0 while the directory is walked.</param>
/// <param name="Tried">How many of them have been tried.</param>
internal sealed record EstimateProgress(long Found, int Chosen, int Tried);
