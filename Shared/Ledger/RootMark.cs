using System.Text.Json;
using ImgCompress.Files;

namespace ImgCompress.Ledger;

/// <summary>The file <c>root.json</c> in the state directory of a root: whose the root is.</summary>
/// <param name="Version">1.</param>
/// <param name="Identity">What the ledger holds too.</param>
/// <param name="Place">Where the ledger is.</param>
/// <param name="State">How far it has come.</param>
public sealed record RootMark(int Version, RootIdentity Identity, LedgerPlace Place, MarkState State)
{
    private const int KnownVersion = 1;

    // It is read before each rename, and as a rule is what it was.
    private static ReadMark? _last;

    public static RootMark Of(RootIdentity identity, LedgerPlace place, MarkState state) => new(KnownVersion, identity, place, state);

    /// <summary>Null where the root has none.</summary>
    /// <exception cref="ForeignRootException">It is there and cannot be read.</exception>
    public static RootMark? Read(IFileRoot root) => Read(root, out _);

    /// <summary>Whether the root is a ledger's, and nobody is about to take it.</summary>
    /// <exception cref="ForeignRootException">That cannot be read.</exception>
    public static bool IsOf(RootIdentity? owner, IFileRoot root) =>
        Read(root) is { State: MarkState.Complete } mark && mark.Identity.IsOf(owner);

    /// <param name="root">The root.</param>
    /// <param name="content">The file's bytes, as long as they could be read.</param>
    /// <inheritdoc cref="Read(IFileRoot)"/>
    internal static RootMark? Read(IFileRoot root, out byte[]? content)
    {
        content = null;
        try
        {
            using var state = root.OpenState(StateUse.Look);
            content = state?.Read(StateDirectory.Mark);
            return content is null ? null : Parse(content);
        }
        catch (FileFaultException fault)
        {
            throw new ForeignRootException($"whose root '{root.Location}' is cannot be read: {fault.Message}");
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException)
        {
            throw new ForeignRootException(
                $"whose root '{root.Location}' is cannot be read from '{StateDirectory.Name}/{StateDirectory.Mark}' ({exception.Message}). "
                + RootOwnership.HowToAdopt(root));
        }
    }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, LedgerJson.Default.RootMark);

    private static RootMark Parse(byte[] content)
    {
        if (_last is { } last && content.AsSpan().SequenceEqual(last.Content))
        {
            return last.Mark;
        }

        var mark = JsonSerializer.Deserialize(content, LedgerJson.Default.RootMark);
        return mark is not { Identity: { Root: not null, Ledger: not null }, Place.Kind: not null }
            ? throw new InvalidDataException("it is incomplete")
            : mark.Version != KnownVersion ? throw new InvalidDataException($"it has version {mark.Version}; this program knows version 1")
            : (_last = new(content, mark)).Mark;
    }

    private sealed record ReadMark(byte[] Content, RootMark Mark);
}
