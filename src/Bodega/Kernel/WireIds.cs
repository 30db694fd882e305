using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Bodega.Kernel;

/// <summary>Ids in the shapes that the four contracts promise; made once with their row (design §5).</summary>
public static class WireIds
{
    private const string LettersAndDigits = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static int _counter = RandomNumberGenerator.GetInt32(0x1000000);

    /// <summary>24 lower-case hex digits that grow with time: 4 bytes of Unix seconds, 5 random, 3 of a counter.</summary>
    public static string Hex24(DateTimeOffset now)
    {
        Span<byte> id = stackalloc byte[12];
        BinaryPrimitives.WriteUInt32BigEndian(id, (uint)now.ToUnixTimeSeconds());
        RandomNumberGenerator.Fill(id[4..9]);
        var count = Interlocked.Increment(ref _counter) & 0xFFFFFF;
        (id[9], id[10], id[11]) = ((byte)(count >> 16), (byte)(count >> 8), (byte)count);
        return Convert.ToHexStringLower(id);
    }

    /// <summary><c>c</c> and 24 lower-case letters or digits.</summary>
    public static string Cuid() => "c" + RandomNumberGenerator.GetString(LettersAndDigits, 24);

    /// <summary>A time-ordered UUID (version 7).</summary>
    public static Guid Uuid(DateTimeOffset now) => Guid.CreateVersion7(now);
}
