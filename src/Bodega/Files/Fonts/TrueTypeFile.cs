using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Bodega.Files.Fonts;

/// <summary>Puts tables together into a TrueType file.</summary>
/// <remarks>Source: OpenType specification, "Organization of an OpenType Font".</remarks>
internal static class TrueTypeFile
{
    /// <summary>The file, checksums filled in.</summary>
    /// <param name="tables">Contents by tag, in tag order; must hold "head".</param>
    public static byte[] Assemble(SortedDictionary<string, byte[]> tables)
    {
        var offset = 12 + 16 * tables.Count;
        var headAt = 0;
        var file = new byte[offset + tables.Values.Sum(Padded)];
        WriteStart(file, tables.Count);
        tables["head"].AsSpan(8, 4).Clear();
        var entry = 12;
        foreach (var (tag, content) in tables)
        {
            content.CopyTo(file, offset);
            Encoding.ASCII.GetBytes(tag, file.AsSpan(entry));
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(entry + 4), Sum(file.AsSpan(offset, Padded(content))));
            BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(entry + 8), offset);
            BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(entry + 12), content.Length);
            if (tag == "head") headAt = offset;
            offset += Padded(content);
            entry += 16;
        }

        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(headAt + 8), 0xB1B0AFBA - Sum(file));
        return file;
    }

    private static void WriteStart(Span<byte> file, int count)
    {
        var power = BitOperations.Log2((uint)count);
        BinaryPrimitives.WriteInt32BigEndian(file, 0x00010000);
        BinaryPrimitives.WriteInt16BigEndian(file[4..], (short)count);
        BinaryPrimitives.WriteInt16BigEndian(file[6..], (short)(16 << power));
        BinaryPrimitives.WriteInt16BigEndian(file[8..], (short)power);
        BinaryPrimitives.WriteInt16BigEndian(file[10..], (short)(16 * count - (16 << power)));
    }

    private static int Padded(byte[] content) => (content.Length + 3) & ~3;

    private static uint Sum(ReadOnlySpan<byte> words)
    {
        var sum = 0u;
        for (var i = 0; i < words.Length; i += 4) sum += BinaryPrimitives.ReadUInt32BigEndian(words[i..]);
        return sum;
    }
}
