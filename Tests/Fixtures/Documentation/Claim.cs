namespace ImgCompress.Tests.Fixtures.Documentation;

/// <summary>A row of a table, an entry of a list or a paragraph of a document.</summary>
/// <param name="Line">Where it begins, from 1 on.</param>
/// <param name="Text">With the comment at its end.</param>
internal sealed record Claim(int Line, string Text);
