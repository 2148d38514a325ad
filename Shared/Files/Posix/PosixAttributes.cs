using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using C = ImgCompress.Files.Posix.PosixConstants;

namespace ImgCompress.Files.Posix;

/// <summary>Reads and writes extended attributes. A file system without them has none.</summary>
internal static unsafe class PosixAttributes
{
    // What the kernel keeps for itself and computes anew for each file.
    private static readonly byte[] Selinux = "security.selinux"u8.ToArray();

    // With the zero that ends it.
    private static readonly byte[] Note = "user.img-compress\0"u8.ToArray();

    /// <summary>All attributes but the note, which is given apart, as text.</summary>
    public static IReadOnlyList<ExtendedAttribute> Read(SafeFileHandle file, out string? note)
    {
        note = null;
        var size = List(file, []);
        if (size <= 0)
        {
            return [];
        }

        var names = new byte[size];
        size = List(file, names);
        var attributes = new List<ExtendedAttribute>();
        for (var start = 0; start < size;)
        {
            var length = names.AsSpan(start).IndexOf((byte)0);
            var name = names.AsSpan(start, length + 1).ToArray();
            start += length + 1;
            if (name.AsSpan(0, length).SequenceEqual(Selinux) || Value(file, name) is not { } value)
            {
                continue;
            }

            if (name.AsSpan().SequenceEqual(Note))
            {
                note = Encoding.UTF8.GetString(value);
            }
            else
            {
                attributes.Add(new(name, value));
            }
        }

        return attributes;
    }

    public static void Write(SafeFileHandle file, IReadOnlyList<ExtendedAttribute> attributes)
    {
        foreach (var attribute in attributes)
        {
            if (Set(file, attribute.Name, attribute.Value) < 0 && Marshal.GetLastPInvokeError() != C.NotSupported)
            {
                throw PosixFault.Last("cannot keep the file's extended attributes");
            }
        }
    }

    /// <summary>Leaves a note with a file, where its file system takes it: it has no user attributes, or no room for this one.</summary>
    public static void WriteNote(SafeFileHandle file, string note) => _ = Set(file, Note, Encoding.UTF8.GetBytes(note));

    private static int Set(SafeFileHandle file, byte[] name, byte[] value)
    {
        fixed (byte* n = name, v = value)
        {
            return C.IsApple
                ? LibC.SetAttributeApple(file, n, v, value.Length, 0, 0)
                : LibC.SetAttribute(file, n, v, value.Length, 0);
        }
    }

    private static int List(SafeFileHandle file, byte[] names)
    {
        fixed (byte* p = names)
        {
            return (int)(C.IsApple ? LibC.ListAttributesApple(file, p, names.Length, 0) : LibC.ListAttributes(file, p, names.Length));
        }
    }

    private static byte[]? Value(SafeFileHandle file, byte[] name)
    {
        fixed (byte* n = name)
        {
            var size = Get(file, n, []);
            if (size < 0)
            {
                return null;
            }

            var value = new byte[size];
            return Get(file, n, value) == size ? value : throw PosixFault.Last("cannot read the file's extended attributes");
        }
    }

    private static nint Get(SafeFileHandle file, byte* name, byte[] value)
    {
        fixed (byte* v = value)
        {
            return C.IsApple
                ? LibC.GetAttributeApple(file, name, v, value.Length, 0, 0)
                : LibC.GetAttribute(file, name, v, value.Length);
        }
    }
}
