namespace ImgCompress.Aws;

/// <summary>
/// AWS did not do what was asked, and will not by being asked again: a table or queue that is not there, credentials that are not
/// taken, a permission that lacks, an endpoint that does not answer. The message is one sentence for people.
/// </summary>
public sealed class AwsFaultException(string message, Exception? cause = null) : Exception(message, cause);
