using System.Collections;

namespace ImgCompress.Tests.Protocol;

/// <summary>A short immutable list that is compared by its items.</summary>
internal sealed class EquatableList<T>(params T[] items) : IEquatable<EquatableList<T>>, IReadOnlyList<T>
    where T : notnull
{
    private readonly T[] _items = items;

    // Asked for far more often than a list is made.
    private readonly int _hash = HashOf(items);

    public static EquatableList<T> Empty { get; } = new();

    public int Count => _items.Length;

    public T this[int index] => _items[index];

    public EquatableList<T> Add(T item) => new([.. _items, item]);

    /// <summary>With the item once, in order: for what is a set.</summary>
    public EquatableList<T> With(T item) => _items.Contains(item) ? this : Add(item).Sorted();

    public EquatableList<T> Without(Func<T, bool> gone) => Array.Exists(_items, item => gone(item))
        ? new([.. _items.Where(item => !gone(item))])
        : this;

    public EquatableList<T> Replace(int index, T item) => new([.. _items[..index], item, .. _items[(index + 1)..]]);

    /// <summary>The same items in an order that lists of the same items share, as a rule.</summary>
    public EquatableList<T> Sorted() => _items.Length < 2 ? this : new([.. _items.OrderBy(item => item.GetHashCode())]);

    public bool Equals(EquatableList<T>? other) => other is not null && _items.AsSpan().SequenceEqual(other._items);

    public override bool Equals(object? obj) => Equals(obj as EquatableList<T>);

    public override int GetHashCode() => _hash;

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static int HashOf(T[] items)
    {
        var hash = new HashCode();
        foreach (var item in items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }
}
