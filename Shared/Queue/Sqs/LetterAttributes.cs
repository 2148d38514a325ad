using System.Text;
using Amazon.SQS.Model;
using ImgCompress.Contracts;

namespace ImgCompress.Queue.Sqs;

/// <summary>A dead letter's reason as message attributes: <c>reason</c>, by its name, and <c>detail</c>, for people.</summary>
internal static class LetterAttributes
{
    private const string ReasonName = "reason";
    private const string DetailName = "detail";
    private const int MaxDetail = 1000;

    // Body and attributes (names, types and values) together.
    private const int MaxMessageBytes = 1024 * 1024;

    /// <summary>The detail is cut where it is long; a body that leaves no room goes without, rather than not at all.</summary>
    public static Dictionary<string, MessageAttributeValue> Of(string body, Failure failure)
    {
        var room = MaxMessageBytes - Encoding.UTF8.GetByteCount(body);
        var attributes = new Dictionary<string, MessageAttributeValue>(StringComparer.Ordinal);
        foreach (var (name, value) in new[] { (ReasonName, failure.Reason.ToName()), (DetailName, Clean(failure.Detail)) })
        {
            room -= name.Length + "String".Length + Encoding.UTF8.GetByteCount(value);
            if (value.Length > 0 && room >= 0)
            {
                attributes[name] = new() { DataType = "String", StringValue = value };
            }
        }

        return attributes;
    }

    public static Failure? Read(Message message) =>
        message.MessageAttributes?.GetValueOrDefault(ReasonName)?.StringValue is { } name && FailureReasons.TryParse(name, out var reason)
            ? new(reason, message.MessageAttributes.GetValueOrDefault(DetailName)?.StringValue ?? "")
            : null;

    /// <summary>SQS takes the characters that XML 1.0 takes; any other becomes U+FFFD.</summary>
    private static string Clean(string detail)
    {
        var clean = new StringBuilder();
        foreach (var rune in detail.EnumerateRunes())
        {
            if (clean.Length + rune.Utf16SequenceLength > MaxDetail)
            {
                break;
            }

            var isTaken = rune.Value is '\t' or '\n' or '\r' or (>= ' ' and not (0xFFFE or 0xFFFF));
            clean.Append((isTaken ? rune : Rune.ReplacementChar).ToString());
        }

        return clean.ToString();
    }
}
