namespace ImgCompress.Engine.Imaging.Formats;

/// <summary>A name in XMP: its namespace's URI and the name in it.</summary>
internal readonly record struct XmpName(string Uri, string Local);

/// <summary>One attribute of an XMP packet, or one element that holds text alone.</summary>
/// <param name="Name">The property's name, or <c>rdf:li</c> for an item of a list.</param>
/// <param name="Owner">The innermost element around it that is none of RDF's own: of a list's items the list's property.</param>
/// <param name="Index">Which child of its parent an element is, from 0 on.</param>
/// <param name="Item">The number, from 1 on, of the innermost <c>rdf:li</c> that it is in; 0 where it is in none.</param>
/// <param name="Offset">Where its value begins in the packet.</param>
/// <param name="Length">The bytes of its value.</param>
internal readonly record struct XmpProperty(XmpName Name, XmpName Owner, int Index, int Item, int Offset, int Length);
