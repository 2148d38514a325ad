using ImgCompress.Contracts;

namespace ImgCompress.Engine.Delivery;

/// <param name="Message">Null where the body was no message.</param>
/// <param name="Result">How its delivery ended.</param>
public sealed record DeliveryReport(JobMessage? Message, DeliveryResult Result);
