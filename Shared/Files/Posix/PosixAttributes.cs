using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using C = ImgCompress.Files.Posix.PosixConstants;

namespace ImgCompress.Files.Posix;

/// <summary>Reads and writes extended attributes. A file system without them has none.</summary>
internal static unsafe class PosixAttributes
{
    // What the kernel keeps for itself and computes anew for each file.
    private static readonly byte[] Selinux = "security.selinux"u8.ToArray();

    public static IReadOnlyList<ExtendedAttribute> Read(SafeFileHandle file)
    {
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
            if (!name.AsSpan(0, length).SequenceEqual(Selinux) && Value(file, name) is { } value)
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
            fixed (byte* n = attribute.Name, v = attribute.Value)
            {
                var answer = C.IsApple
                    ? LibC.SetAttributeApple(file, n, v, attribute.Value.Length, 0, 0)
                    : LibC.SetAttribute(file, n, v, attribute.Value.Length, 0);
                if (answer < 0 && Marshal.GetLastPInvokeError() != C.NotSupported)
                {
                    throw PosixFault.Last("cannot keep the file's extended attributes");
                }
            }
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
