using Xunit;

namespace ImgCompress.Tests.Fixtures.Ledger;

/// <summary>All of them, each a row of a theory; those that need an emulator are slow.</summary>
public sealed class LedgerBackends : TheoryData<LedgerBackend>
{
    public LedgerBackends()
    {
        foreach (var backend in Enum.GetValues<LedgerBackend>())
        {
            Add(Mark(new TheoryDataRow<LedgerBackend>(backend), backend));
        }
    }

    /// <summary>All of them with each value.</summary>
    public static TheoryData<LedgerBackend, T> With<T>(params T[] values) =>
    [
        .. from backend in Enum.GetValues<LedgerBackend>()
           from value in values
           select Mark(new TheoryDataRow<LedgerBackend, T>(backend, value), backend),
    ];

    private static TRow Mark<TRow>(TRow row, LedgerBackend backend)
        where TRow : TheoryDataRowBase =>
        backend is LedgerBackend.DynamoDb or LedgerBackend.LossyDynamoDb ? row.WithTrait("Speed", "Slow") : row;
}
