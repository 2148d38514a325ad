using System.Text.Json;

namespace ImgCompress.Contracts;

/// <summary>
/// The wire message: <c>{"v":1,"job":"…","path":"…"}</c>. What to do stands in the ledger, so that somebody who can only send
/// messages cannot choose a spec. A dead letter has <c>"redrive"</c> besides.
/// </summary>
/// <param name="Job">The item's job.</param>
/// <param name="Path">The item's file.</param>
/// <param name="Redrive">
/// The epoch at which the item failed, in its dead letter. Sent back into the queue, by whom and however often it may be, it undoes that
/// failure and no other; so no clock decides what a redrive is.
/// </param>
public sealed record JobMessage(JobId Job, RelativePath Path, long? Redrive = null)
{
    public const int Version = 1;

    public string ToJson() =>
        JsonSerializer.Serialize(new WireMessage(Version, Job.ToString(), Path.Value, Redrive), ContractsJson.Default.WireMessage);

    /// <summary>Null with <paramref name="problem"/> set where <paramref name="body"/> is no message of this version.</summary>
    public static JobMessage? Parse(string body, out string problem)
    {
        problem = "";
        WireMessage? wire;
        try
        {
            wire = JsonSerializer.Deserialize(body, ContractsJson.Default.WireMessage);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            // The latter of a text with half a surrogate pair.
            problem = $"the body is not the JSON of a message: {exception.Message}";
            return null;
        }

        if (wire is null || wire.V != Version)
        {
            problem = $"the message has version {wire?.V.ToString() ?? "null"}; this worker knows {Version}";
        }
        else if (!JobId.TryParse(wire.Job, out var job))
        {
            problem = "'job' is not a job id (1 to 64 of a-z, 0-9 and '-')";
        }
        else if (!RelativePath.TryParse(wire.Path, out var path))
        {
            problem = "'path' is not a path below the root";
        }
        else
        {
            return new(job, path, wire.Redrive);
        }

        return null;
    }
}
