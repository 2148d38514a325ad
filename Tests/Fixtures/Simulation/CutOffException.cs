namespace ImgCompress.Tests.Fixtures.Simulation;

/// <summary>The process of this call is gone, or the simulation is over. Nothing that it still does has an effect.</summary>
internal sealed class CutOffException : Exception;
