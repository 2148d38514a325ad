namespace ImgCompress.Tests.Fixtures.Architecture;

/// <summary>One type of this project uses another; both are named as the outermost type that they stand in.</summary>
internal sealed record TypeUse(TypeName User, TypeName Used);

/// <param name="Namespace">Empty for a type that the compiler makes.</param>
/// <param name="Name">Without the namespace.</param>
internal readonly record struct TypeName(string Namespace, string Name)
{
    public override string ToString() => Namespace.Length == 0 ? Name : $"{Namespace}.{Name}";
}
