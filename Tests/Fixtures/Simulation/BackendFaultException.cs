namespace ImgCompress.Tests.Fixtures.Simulation;

/// <summary>A ledger or a queue does not answer, or refuses.</summary>
internal sealed class BackendFaultException(string message) : Exception(message);
