using System.Globalization;
using ImgCompress.Contracts;

namespace ImgCompress.Engine.Polling;

/// <summary>
/// A delivery that does not end: its thread cannot be stopped, and it keeps its memory and its slot. So the process has to end, which is
/// for its file what any death of a process is.
/// </summary>
public sealed class HungDeliveryException(JobMessage message, TimeSpan limit) : Exception(
    $"'{message.Path.ToDisplay()}' has been worked on for {limit.TotalMinutes.ToString("0", CultureInfo.InvariantCulture)} minutes and "
    + "does not come to an end. No file is lost. The next start takes it last and alone, and gives it up after a few such ends.");
